"""A weekly hour that went by and no edition had been composed for it: everything was down, it seems."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.editions.day_over import last_day_for
from notifier.editions.queries import latest_edition
from notifier.hubs import PROPOSE_BEFORE, Hub, next_weekly_slot
from notifier.kit import clock

WEEK = timedelta(days=7)
WEEKLY = "weekly"


def missed_slot(session: Session, hub: Hub, *, now: datetime) -> datetime | None:
    """The latest weekly sending moment if no edition was made for it; None once it cannot go late.

    An edition on another day of that week was for it: the hub has moved its weekly day since.
    """
    slot = next_weekly_slot(hub, after=now - WEEK)
    on, today = clock.local(slot, hub.zone).date(), clock.local(now, hub.zone).date()
    if slot > now or last_day_for(on) < today or hub.created_at > slot - PROPOSE_BEFORE:
        return None
    latest = latest_edition(session, hub.id, kind=WEEKLY, until=today)
    return slot if latest is None or latest.on <= on - WEEK else None
