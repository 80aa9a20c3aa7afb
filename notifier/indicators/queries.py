"""Reads of typed figures and of what was kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.models import FigureSnapshot, TypedFigure
from notifier.indicators.period import Period, month_period
from notifier.kit import clock


def typed_figures(session: Session, hub_id: int, *, limit: int = 20) -> list[TypedFigure]:
    """What was typed last, the newest first."""
    rows = session.scalars(
        select(TypedFigure)
        .where(TypedFigure.hub_id == hub_id)
        .order_by(TypedFigure.typed_at.desc(), TypedFigure.id.desc())
        .limit(limit)
    )
    return list(rows)


def kept(
    session: Session, hub_id: int, *, key: str, part: str, period: Period
) -> FigureSnapshot | None:
    """The cell as it was kept when the period was over, or while it ran."""
    return session.scalar(
        select(FigureSnapshot).where(
            FigureSnapshot.hub_id == hub_id,
            FigureSnapshot.key == key,
            FigureSnapshot.part == part,
            FigureSnapshot.period == period.key,
        )
    )


def unkept_periods(session: Session, hub: Hub, *, now: datetime) -> list[Period]:
    """The newest month that is over, and its fiscal year when that is over too, if not yet kept."""
    today = clock.local(now, hub.zone).date()
    month = month_period(today.year - (today.month == 1), (today.month - 2) % 12 + 1)
    year = month.fiscal_year()
    over = [month, year] if year.last < today else [month]
    wanted = {period.key: period for period in over}
    taken = session.execute(
        select(FigureSnapshot.period, FigureSnapshot.measured_at).where(
            FigureSnapshot.hub_id == hub.id, FigureSnapshot.period.in_(wanted)
        )
    )
    done = {key for key, at in taken if at >= wanted[key].moments(hub.zone)[1]}
    return [period for period in over if period.key not in done]
