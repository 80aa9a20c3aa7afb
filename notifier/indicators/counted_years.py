"""Our own figures over five fiscal years; a year that was kept is told as it was kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import overall
from notifier.indicators.models import FigureSnapshot
from notifier.indicators.period import Period, fiscal_period
from notifier.indicators.tables import Cell, Line
from notifier.kit import clock

YEARS_COMPARED = 5
MOST_PARTS = 4
ALL = "全体"
NOT_COMPARED = frozenset(
    {"feedback_by_answer", "readers_by_entry", "taps_per_edition"}
)  # small cells of one year show


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    unit: str
    value: float


def counted_years(session: Session, hub: Hub, *, fiscal_year: int, now: datetime) -> list[Line]:
    """One line per figure (or per part, where a sum would say nothing), five years wide.

    Years nothing is known of stay empty: before the hub was here there was nothing to count, which
    is not zero. What is too small to be told stays empty too.
    """
    today = clock.local(now, hub.zone).date()
    years = [
        fiscal_period(year).seen(today)
        for year in range(fiscal_year - YEARS_COMPARED + 1, fiscal_year + 1)
    ]
    kept = _kept(session, hub, years)
    began = clock.local(hub.created_at, hub.zone).date()
    lines: dict[tuple[str, str], dict[str, Cell]] = {}
    names: dict[tuple[str, str], _Told] = {}
    for period in years:
        is_partial = period.last >= today
        for key in CATALOG:
            if period.first > today or key in NOT_COMPARED:
                continue
            for part_key, told in _told(session, hub, key, period, kept).items():
                if not told.value and period.last < began:
                    continue
                names[key, part_key] = told
                lines.setdefault((key, part_key), {})[period.key] = Cell(
                    period, told.value, is_partial=is_partial
                )
    order = {key: number for number, key in enumerate(CATALOG)}
    return [
        Line(
            key,
            names[key, part].name,
            names[key, part].unit,
            tuple(cells.get(period.key, Cell(period, None)) for period in years),
        )
        for (key, part), cells in sorted(lines.items(), key=lambda one: order[one[0][0]])
    ]


def _told(
    session: Session,
    hub: Hub,
    key: str,
    period: Period,
    kept: dict[tuple[str, str], list[FigureSnapshot]],
) -> dict[str, _Told]:
    """{part: what is told of it} of one figure in one year."""
    item = CATALOG[key]
    parts = tuple(item.measure(session, hub, period))
    rows = kept.get((period.key, key), [])
    whole = overall(parts)
    if whole is not None:
        ids = {one for row in rows for one in row.ids}
        value = len(ids) if rows else whole.measured
        return {"": _Told(f"{item.NAME}・{ALL}", item.UNIT, value)}
    if len(parts) > MOST_PARTS:
        return {}
    was = {row.part: row.value for row in rows}
    return {
        part.key: _Told(
            item.NAME if part.name == ALL else f"{item.NAME}・{part.name}",
            part.unit or item.UNIT,
            _whole(was.get(part.key, part.measured)),
        )
        for part in parts
    }


def _whole(value: float) -> float:
    """Kept values are stored as floats; a count is told as a count."""
    return int(value) if float(value).is_integer() else value


def _kept(
    session: Session, hub: Hub, years: list[Period]
) -> dict[tuple[str, str], list[FigureSnapshot]]:
    """{(year, figure): its cells} of the years that were kept after their end."""
    ends = {period.key: period.moments(hub.zone)[1] for period in years}
    found: dict[tuple[str, str], list[FigureSnapshot]] = {}
    for row in session.scalars(
        select(FigureSnapshot).where(
            FigureSnapshot.hub_id == hub.id, FigureSnapshot.period.in_(ends)
        )
    ):
        if row.measured_at >= ends[row.period]:
            found.setdefault((row.period, row.key), []).append(row)
    return found
