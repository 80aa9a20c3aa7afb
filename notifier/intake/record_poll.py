"""Write down how asking a feed ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.claim_feed import ClaimedFeed
from notifier.intake.feed_schedule import next_poll_at
from notifier.intake.models import Feed, FeedItem


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What the call brought. ``error`` is a sentence for the desk; without it all went well.

    ``is_unchanged``: the sender said that nothing changed, so remarks stay as they were.
    """

    error: str = ""
    is_unchanged: bool = False
    title: str = ""
    remark: str = ""
    etag: str = ""
    last_modified: str = ""
    seen_ids: tuple[int, ...] = ()


def record_poll(
    session: Session, feed: ClaimedFeed, outcome: PollOutcome, *, now: datetime
) -> None:
    """The feed with its result; the trail tells the first failure of a row and the recovery."""
    row = session.get(Feed, feed.feed_id)
    if row is None:  # removed at the desk during the call
        return
    before = row.failures
    row.last_polled_at = now
    row.failures = before + 1 if outcome.error else 0
    row.last_error = outcome.error
    row.next_poll_at = next_poll_at(failures=row.failures, now=now)
    if not outcome.error:
        row.last_success_at = now
        row.etag, row.last_modified = outcome.etag[:300], outcome.last_modified[:100]
    if not outcome.error and not outcome.is_unchanged:
        row.title = outcome.title or row.title
        row.remark = outcome.remark
    _touch(session, feed, outcome.seen_ids, now)
    session.flush()
    name = row.title or row.key
    if outcome.error and not before:
        _tell(session, row, f"配信元「{name}」を読みこめませんでした：{outcome.error}", now)
    elif before and not outcome.error:
        _tell(session, row, f"配信元「{name}」を、また読みこめるようになりました。", now)


def _touch(session: Session, feed: ClaimedFeed, ids: Sequence[int], now: datetime) -> None:
    for start in range(0, len(ids), 500):
        session.execute(
            update(FeedItem)
            .where(FeedItem.hub_id == feed.hub_id, FeedItem.id.in_(ids[start : start + 500]))
            .values(last_seen_at=now)
            .execution_options(synchronize_session=False)
        )


def _tell(session: Session, row: Feed, sentence: str, now: datetime) -> None:
    audit.write(
        session,
        sentence,
        verb="record_poll",
        subject=("feed", row.id),
        hub_id=row.hub_id,
        by=audit.machine("feeds"),
        now=now,
    )
