"""The evaluation sheet of a fiscal year: figures with their sources, never a rating."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import Part
from notifier.indicators.period import Period, fiscal_period
from notifier.indicators.tables import Line, table_2, table_3

YEARS_SHOWN = 4
TABLE_3_MONTHS = ("02", "08")


@dataclass(frozen=True, slots=True)
class Counted:
    """One counted figure as it stands in the sheet."""

    key: str
    name: str
    question: str
    viewpoint: str
    unit: str
    definition: str
    source: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet shows; ratings and reasons are left to people, always empty."""

    hub_name: str
    period: Period
    measured_at: datetime
    counted: tuple[Counted, ...]
    table_2: tuple[Line, ...]
    table_3: tuple[Line, ...]


def sheet(session: Session, hub: Hub, *, fiscal_year: int, now: datetime) -> Sheet:
    """Figures of ``fiscal_year``, with the years before it beside them."""
    period = fiscal_period(fiscal_year)
    years = list(range(fiscal_year - YEARS_SHOWN + 1, fiscal_year + 1))
    first, last = TABLE_3_MONTHS
    return Sheet(
        hub_name=hub.name,
        period=period,
        measured_at=now,
        counted=tuple(
            Counted(
                key,
                item.NAME,
                item.QUESTION,
                item.VIEWPOINT,
                item.UNIT,
                item.DEFINITION,
                item.SOURCE,
                tuple(item.measure(session, hub, period)),
            )
            for key, item in CATALOG.items()
        ),
        table_2=tuple(table_2(session, hub, years=years)),
        table_3=tuple(
            table_3(session, hub, first=first, last=last, years=[fiscal_year, fiscal_year + 1])
        ),
    )
