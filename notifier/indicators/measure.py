"""Count a figure over a period; the list behind it travels with it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import Indicator, Part
from notifier.indicators.models import FigureSnapshot
from notifier.indicators.period import Period
from notifier.kit.errors import NotFoundError


def measure(session: Session, hub: Hub, *, key: str, period: Period) -> list[Part]:
    """The parts of one counted figure; a part without a value of its own is its list's length."""
    return find_indicator(key).measure(session, hub, period)


def find_indicator(key: str) -> Indicator:
    """The catalogue's entry, or not found."""
    if key not in CATALOG:
        raise NotFoundError("その数字はありません。")
    return CATALOG[key]


def snapshot(session: Session, hub: Hub, *, period: Period, now: datetime) -> int:
    """Keep every counted figure of a period with its ids; returns how many cells were kept.

    A number stays traceable after retention removed the rows it was counted from.
    """
    kept = {
        (row.key, row.part): row
        for row in session.scalars(
            select(FigureSnapshot).where(
                FigureSnapshot.hub_id == hub.id, FigureSnapshot.period == period.key
            )
        )
    }
    count = 0
    for key, indicator in CATALOG.items():
        for part in indicator.measure(session, hub, period):
            row = kept.get((key, part.key))
            if row is None:
                row = FigureSnapshot(hub_id=hub.id, key=key, part=part.key, period=period.key)
                session.add(row)
            row.value = round(part.shown)
            row.ids = [line.id for line in part.rows]
            row.measured_at = now
            count += 1
    session.flush()
    return count
