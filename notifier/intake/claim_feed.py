"""Take one feed for polling: of two pollers exactly one gets it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.hubs import get_hub
from notifier.intake.feed_schedule import LEASE
from notifier.intake.models import Feed


@dataclass(frozen=True, slots=True)
class ClaimedFeed:
    """All the call needs, so that no session stays open meanwhile."""

    feed_id: int
    hub_id: int
    key: str
    kind: str
    url: str
    etag: str
    last_modified: str
    group_id: int | None
    zone: ZoneInfo


def claim_feed(
    session: Session, feed_id: int, *, now: datetime, early: bool = False
) -> ClaimedFeed | None:
    """The feed, taken until the lease ends; None when it is not due, paused or just taken.

    ``early`` takes a feed before its time (a person asked for it by name).
    """
    before = session.get(Feed, feed_id)
    if before is None or not before.is_active or (before.next_poll_at > now and not early):
        return None
    taken = session.execute(
        update(Feed)
        .where(
            Feed.id == feed_id,
            Feed.is_active,
            Feed.next_poll_at == before.next_poll_at,
        )
        .values(next_poll_at=now + LEASE)
        .returning(Feed.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        return None
    return ClaimedFeed(
        feed_id=before.id,
        hub_id=before.hub_id,
        key=before.key,
        kind=before.kind,
        url=before.url,
        etag=before.etag,
        last_modified=before.last_modified,
        group_id=before.group_id,
        zone=get_hub(session, before.hub_id).zone,
    )
