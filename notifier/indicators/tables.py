"""The seeds' tables: figures over the years (表2) and month by month (表3)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.models import TypedFigure
from notifier.indicators.period import Period, fiscal_period, parse_period
from notifier.indicators.typed import TYPED_KEYS

TABLE_2_KEYS = ("line_friends", "site_page_views", "site_visitors", "instagram_followers")
TABLE_3_KEY = "site_page_views"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table; ``value`` None is not known. ``is_partial``: months are missing."""

    period: Period
    value: int | None
    is_typed: bool = True
    is_partial: bool = False
    months: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table."""

    key: str
    name: str
    unit: str
    cells: tuple[Cell, ...]
    mean: int | None = None


def table_2(session: Session, hub: Hub, *, years: list[int]) -> list[Line]:
    """Figures by fiscal year: a typed total beats the sum of typed months."""
    typed = _typed(session, hub)
    periods = [fiscal_period(year) for year in years]
    return [
        Line(
            key,
            TYPED_KEYS[key].name,
            TYPED_KEYS[key].unit,
            tuple(_yearly(typed.get(key, {}), key, period) for period in periods),
        )
        for key in TABLE_2_KEYS
    ]


def table_3(session: Session, hub: Hub, *, first: str, last: str, years: list[int]) -> list[Line]:
    """Monthly page views, the same months ("02" to "08") of several years, each with its mean."""
    typed = _typed(session, hub).get(TABLE_3_KEY, {})
    return [
        _monthly(
            typed,
            f"{year}年{int(first)}月〜{int(last)}月",
            [parse_period(f"{year}-{month:02d}") for month in range(int(first), int(last) + 1)],
        )
        for year in years
    ]


def mean_of(values: list[int]) -> int | None:
    """The mean as people round it: halves go up."""
    if not values:
        return None
    exact = Decimal(sum(values)) / Decimal(len(values))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _typed(session: Session, hub: Hub) -> dict[str, dict[str, int]]:
    figures: dict[str, dict[str, int]] = {}
    for key, period, value in session.execute(
        select(TypedFigure.key, TypedFigure.period, TypedFigure.value)
        .where(TypedFigure.hub_id == hub.id)
        .order_by(TypedFigure.key, TypedFigure.period)
    ):
        figures.setdefault(key, {})[period] = value
    return figures


def _yearly(figures: dict[str, int], key: str, period: Period) -> Cell:
    if period.key in figures:
        return Cell(period, figures[period.key])
    months = [(m.key, figures[m.key]) for m in period.months() if m.key in figures]
    if not months:
        return Cell(period, None)
    partial = len(months) < len(period.months())
    if TYPED_KEYS[key].nature == "stock":
        return Cell(period, months[-1][1], is_partial=partial, months=tuple(months))
    return Cell(period, sum(n for _, n in months), is_partial=partial, months=tuple(months))


def _monthly(figures: dict[str, int], name: str, periods: list[Period]) -> Line:
    cells = tuple(Cell(period, figures.get(period.key)) for period in periods)
    known = [cell.value for cell in cells if cell.value is not None]
    kind = TYPED_KEYS[TABLE_3_KEY]
    return Line(TABLE_3_KEY, name, kind.unit, cells, mean=mean_of(known))
