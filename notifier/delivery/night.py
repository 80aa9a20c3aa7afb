"""A call in doubt may be accepted only hours later, and then it rings phones: not at night."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.editions import Edition, check_window, kind_of
from notifier.hubs import get_hub
from notifier.kit.errors import BadInputError


def is_night(session: Session, mine: Claim, now: datetime) -> bool:
    """Whether what LINE may not have taken waits for the hub's hours.

    Not within the freshness window: what a worker left at the end of the day is asked about at
    once. A notice goes at any hour.
    """
    if now <= mine.begun_at + timedelta(minutes=mine.fresh_minutes):
        return False
    kind = session.scalars(select(Edition.kind).where(Edition.id == mine.edition_id)).one()
    if kind_of(kind).is_notice:
        return False
    try:
        check_window(get_hub(session, mine.hub_id), now)
    except BadInputError:
        return True
    return False
