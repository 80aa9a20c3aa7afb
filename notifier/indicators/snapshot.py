"""Keep a period's counted figures, so that they stay traceable after retention."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.models import FigureSnapshot
from notifier.indicators.period import Period
from notifier.kit import clock


def snapshot(session: Session, hub: Hub, *, period: Period, now: datetime) -> int:
    """Keep every counted figure of ``period`` with its ids; returns how many cells were kept.

    Before the period is over a new snapshot replaces the old one. One that was taken after its
    end stays for good: by then retention may have removed the rows it was counted from.
    """
    _, end = period.moments(hub.zone)
    kept = list(
        session.scalars(
            select(FigureSnapshot).where(
                FigureSnapshot.hub_id == hub.id, FigureSnapshot.period == period.key
            )
        )
    )
    if any(row.measured_at >= end for row in kept):
        return 0
    for row in kept:
        session.delete(row)
    session.flush()
    seen = period.seen(clock.local(now, hub.zone).date())
    rows = [
        FigureSnapshot(
            hub_id=hub.id,
            key=key,
            part=part.key,
            period=period.key,
            value=part.measured,
            ids=[line.id for line in part.rows],
            measured_at=now,
        )
        for key, indicator in CATALOG.items()
        for part in indicator.measure(session, hub, seen)
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)
