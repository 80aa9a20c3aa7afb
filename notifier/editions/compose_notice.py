"""A notice: what was called off, for exactly those who were told of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note
from notifier.editions.models import Edition, EditionItem
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import shorten
from notifier.listings import Listing, Occurrence

KIND = "notice"
TITLE_LIMIT = 80


def compose_notice(  # noqa: PLR0913 - what, which dates, why, by whom and when
    session: Session,
    hub: Hub,
    listing: Listing,
    *,
    dates: Sequence[Occurrence],
    reason: str,
    by: Actor,
    now: datetime,
) -> Edition:
    """The draft that says these dates (none: the whole announcement) do not take place.

    One notice per cancellation: the same call again gives the same draft.
    """
    topic = f"{listing.id}-{listing.sequence}"
    on = clock.local(now, hub.zone).date()
    before = session.scalar(
        select(Edition).where(
            Edition.hub_id == hub.id, Edition.kind == KIND, Edition.on == on, Edition.topic == topic
        )
    )
    if before is not None:
        return before
    made = Edition(
        hub_id=hub.id,
        kind=KIND,
        on=on,
        topic=topic,
        title=f"{kind_of(KIND).name}「{shorten(listing.title, TITLE_LIMIT)}」",
        about={
            "listing_id": listing.id,
            "starts_at": [row.starts_at.isoformat() for row in dates],
            "reason": reason,
        },
        composed_at=now,
        items=[
            EditionItem(
                hub_id=hub.id, listing_id=listing.id, position=0, is_dropped=False, is_pinned=False
            )
        ],
    )
    session.add(made)
    session.flush()
    words = f"「{made.title}」の下書きを作りました。"
    note(session, made, words, verb="compose", by=by, now=now)
    session.flush()
    return made
