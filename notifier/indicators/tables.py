"""The seeds' tables: figures over the years (表2) and month by month (表3)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.models import TypedFigure
from notifier.indicators.period import Period, fiscal_period, month_period
from notifier.indicators.typed import TYPED_KEYS

FRIENDS_KEY = "line_friends"
TABLE_2_KEYS = (
    FRIENDS_KEY,
    "site_page_views",
    "site_visitors",
    "instagram_followers",
    "newsletter_copies",
    "special_copies",
    "map_copies",
    "placed_at",
)
VIEWS_PER_VISITOR = "views_per_visitor"
TABLE_3_KEY = "site_page_views"

Figures = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table; ``value`` None is not known. ``is_partial``: months are missing.

    ``is_typed`` False with a value is a figure we counted, or computed from others
    (``is_computed``).
    """

    period: Period
    value: float | None
    is_typed: bool = False
    is_partial: bool = False
    is_computed: bool = False
    months: tuple[tuple[str, int], ...] = ()

    @property
    def mark(self) -> str:
        """「手入力・途中」: how the figure came to be, wherever it is shown."""
        if self.value is None:
            return ""
        origin = "手入力" if self.is_typed else "自動集計"
        origin = "計算" if self.is_computed else origin
        return f"{origin}・途中" if self.is_partial else origin


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; ``mean`` is that of the cells known."""

    key: str
    name: str
    unit: str
    cells: tuple[Cell, ...]
    mean: int | None = None

    @property
    def values(self) -> tuple[float | None, ...]:
        """The figures alone, for a chart."""
        return tuple(cell.value for cell in self.cells)

    @property
    def changes(self) -> tuple[float | None, ...]:
        """What each cell has more (or less) than the one before; None where one is not known."""
        pairs = zip((None, *self.values[:-1]), self.values, strict=True)
        return tuple(
            None if before is None or after is None else round(after - before, 1)
            for before, after in pairs
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known at all."""
        return all(cell.value is None for cell in self.cells)

    @property
    def is_partial(self) -> bool:
        """Whether some cells are not known, so that a mean is not that of all of them."""
        return any(cell.value is None for cell in self.cells)


def table_2(session: Session, hub: Hub, *, years: list[int], now: datetime) -> list[Line]:
    """Figures by fiscal year: a typed total, else typed months, else what we counted."""
    typed = _typed(session, hub)
    periods = [fiscal_period(year) for year in years]
    counted = {period.key: _friends(session, hub, period, now) for period in periods}
    lines = [
        Line(
            key,
            TYPED_KEYS[key].name,
            TYPED_KEYS[key].unit,
            tuple(
                _yearly(typed.get(key, {}), key, period)
                or (counted[period.key] if key == FRIENDS_KEY else Cell(period, None))
                for period in periods
            ),
        )
        for key in TABLE_2_KEYS
    ]
    return [*lines[:3], _per_visitor(lines[1], lines[2]), *lines[3:]]


def table_3(session: Session, hub: Hub, *, first: int, last: int, years: list[int]) -> list[Line]:
    """Monthly page views, the same months (2 to 8) of several years, each with its mean."""
    typed = _typed(session, hub).get(TABLE_3_KEY, {})
    return [
        _monthly(
            typed,
            f"{year}年{first}月〜{last}月",
            [month_period(year, month) for month in range(first, last + 1)],
        )
        for year in years
    ]


def _per_visitor(views: Line, visitors: Line) -> Line:
    """Views divided by visitors, where both are known: how deep a visit goes."""
    cells = []
    for seen, people in zip(views.cells, visitors.cells, strict=True):
        value = round(seen.value / people.value, 1) if seen.value and people.value else None
        is_partial = value is not None and (seen.is_partial or people.is_partial)
        cells.append(Cell(seen.period, value, is_partial=is_partial, is_computed=value is not None))
    return Line(VIEWS_PER_VISITOR, "訪問者1人あたりの閲覧数", "回", tuple(cells))


def mean_of(values: list[int]) -> int | None:
    """The mean as people round it: halves go up."""
    if not values:
        return None
    exact = Decimal(sum(values)) / Decimal(len(values))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _typed(session: Session, hub: Hub) -> Figures:
    figures: Figures = {}
    for key, period, value in session.execute(
        select(TypedFigure.key, TypedFigure.period, TypedFigure.value)
        .where(TypedFigure.hub_id == hub.id)
        .order_by(TypedFigure.key, TypedFigure.period)
    ):
        figures.setdefault(key, {})[period] = value
    return figures


def _friends(session: Session, hub: Hub, period: Period, now: datetime) -> Cell:
    """Friends as our own records count them; a year that runs is not finished."""
    start, end = period.moments(hub.zone)
    if now < start:
        return Cell(period, None)
    count = sum(len(part.rows) for part in CATALOG[FRIENDS_KEY].measure(session, hub, period))
    return Cell(period, count, is_partial=now < end) if count else Cell(period, None)


def _yearly(figures: dict[str, int], key: str, period: Period) -> Cell | None:
    """The typed total beats the months; a stock is complete with its last month."""
    if period.key in figures:
        return Cell(period, figures[period.key], is_typed=True)
    wanted = period.months()
    months = tuple((month.key, figures[month.key]) for month in wanted if month.key in figures)
    if not months:
        return None
    if TYPED_KEYS[key].nature == "stock":
        newest, value = months[-1]
        missing = newest != wanted[-1].key
    else:
        value, missing = sum(number for _, number in months), len(months) < len(wanted)
    return Cell(period, value, is_typed=True, is_partial=missing, months=months)


def _monthly(figures: dict[str, int], name: str, periods: list[Period]) -> Line:
    cells = tuple(
        Cell(period, figures.get(period.key), is_typed=period.key in figures) for period in periods
    )
    known = [figures[period.key] for period in periods if period.key in figures]
    return Line(TABLE_3_KEY, name, TYPED_KEYS[TABLE_3_KEY].unit, cells, mean=mean_of(known))
