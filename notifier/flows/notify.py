"""A cancellation is told to exactly those who were told of the event, once each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import delivery, editions
from notifier.audit import Actor
from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.listings import Listing, Occurrence


def told_of(
    session: Session, hub: Hub, listing: Listing, dates: Sequence[Occurrence], *, now: datetime
) -> tuple[int, int]:
    """How many readers were told of these dates, by the way a notice would take: (LINE, mail)."""
    hearing = delivery.hearing_of_dates(
        session, hub.id, listing.id, [row.starts_at for row in dates]
    )
    return editions.reach_of_told(session, hub.id, hearing, ways=listing.outlets, now=now)


def notify(  # noqa: PLR0913 - what, which dates, why, and who stands for it
    session: Session,
    hub: Hub,
    listing: Listing,
    *,
    dates: Sequence[Occurrence],
    reason: str,
    approves: bool,
    by: Actor,
    now: datetime,
) -> Edition | None:
    """Write the notice; with ``approves`` it goes at once, else it waits for a publisher.

    None when nobody was told: there is nobody to tell.
    """
    if sum(told_of(session, hub, listing, dates, now=now)) == 0:
        return None
    made = editions.compose_notice(
        session, hub, listing, dates=dates, reason=reason, by=by, now=now
    )
    if approves:
        editions.approve(session, made, version=made.version, by=by, now=now)
    return made
