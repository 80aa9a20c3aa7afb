"""The evaluation sheet of a fiscal year: figures with their sources, never a rating."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.counted_years import counted_years
from notifier.indicators.measure import Counted, measure
from notifier.indicators.media import Medium, table_1
from notifier.indicators.period import LAST_YEAR, Period, fiscal_period
from notifier.indicators.tables import Line, table_2, table_3
from notifier.indicators.viewpoints import VIEWPOINTS
from notifier.kit import clock
from notifier.kit.errors import BadInputError

YEARS_SHOWN = 6
TABLE_3_MONTHS = (2, 8)
FIRST_SHEET = 2000 + YEARS_SHOWN


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """One 視点 with the evidence beside it."""

    key: str
    question: str
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet shows; ratings and reasons are left to people, always empty."""

    hub_name: str
    zone: ZoneInfo
    fiscal_year: int
    period: Period
    is_running: bool
    measured_at: datetime
    viewpoints: tuple[Viewpoint, ...]
    table_1: tuple[Medium, ...]
    table_2: tuple[Line, ...]
    table_3: tuple[Line, ...]
    counted_years: tuple[Line, ...]

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Every counted figure, in the order of the viewpoints."""
        return tuple(one for point in self.viewpoints for one in point.counted)


def sheet(session: Session, hub: Hub, *, fiscal_year: int, now: datetime) -> Sheet:
    """Figures of ``fiscal_year``, with the years before it beside them.

    A year that has not begun is refused (``BadInputError``).
    """
    _check(fiscal_year, hub, now)
    period = fiscal_period(fiscal_year)
    figures = [measure(session, hub, key=key, period=period, now=now) for key in CATALOG]
    yearly = tuple(over_the_years(session, hub, fiscal_year=fiscal_year, now=now))
    return Sheet(
        hub_name=hub.name,
        zone=hub.zone,
        fiscal_year=fiscal_year,
        period=period,
        is_running=now < period.moments(hub.zone)[1],
        measured_at=now,
        viewpoints=tuple(
            Viewpoint(key, question, tuple(one for one in figures if one.viewpoint == key))
            for key, question in VIEWPOINTS.items()
        ),
        table_1=tuple(table_1(session, hub, period=period, table_2=yearly, now=now)),
        table_2=yearly,
        table_3=tuple(same_months(session, hub, fiscal_year=fiscal_year)),
        counted_years=tuple(counted_years(session, hub, fiscal_year=fiscal_year, now=now)),
    )


def over_the_years(session: Session, hub: Hub, *, fiscal_year: int, now: datetime) -> list[Line]:
    """Table 2 up to a fiscal year, from the first year anything is known of."""
    years = list(range(fiscal_year - YEARS_SHOWN + 1, fiscal_year + 1))
    lines = table_2(session, hub, years=years, now=now)
    known = [
        n for n in range(YEARS_SHOWN) if any(line.cells[n].value is not None for line in lines)
    ]
    first = min(known, default=YEARS_SHOWN - 1)
    return [replace(line, cells=line.cells[first:]) for line in lines]


def same_months(session: Session, hub: Hub, *, fiscal_year: int) -> list[Line]:
    """Table 3 around a fiscal year: two years before, itself and the one after, where known."""
    first, last = TABLE_3_MONTHS
    years = list(range(fiscal_year - 2, fiscal_year + 2))
    lines = table_3(session, hub, first=first, last=last, years=years)
    return [line for line in lines if not line.is_empty] or lines[-2:-1]


def _check(fiscal_year: int, hub: Hub, now: datetime) -> None:
    if not FIRST_SHEET <= fiscal_year < LAST_YEAR:
        raise BadInputError("年度は西暦4けたで入れてください（例 2026）。", field="fiscal_year")
    if fiscal_period(fiscal_year).first > clock.local(now, hub.zone).date():
        raise BadInputError(f"{fiscal_year}年度はまだ始まっていません。", field="fiscal_year")
