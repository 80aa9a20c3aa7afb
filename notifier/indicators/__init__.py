"""What it was good for: figures with definition, date, source and the list behind each.

Counted figures stand in ``catalog/``, typed ones are marked. The rating letter is never computed.
"""

from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import SMALL_CELL, Indicator, ListRow, Part
from notifier.indicators.measure import find_indicator, measure, snapshot
from notifier.indicators.models import FigureSnapshot, TypedFigure
from notifier.indicators.period import Period, fiscal_period, month_period, parse_period
from notifier.indicators.sheet import Counted, Sheet, sheet
from notifier.indicators.tables import Cell, Line, mean_of, table_2, table_3
from notifier.indicators.type_figure import type_figure
from notifier.indicators.typed import TYPED_KEYS, TypedKey

__all__ = [
    "CATALOG",
    "SMALL_CELL",
    "TYPED_KEYS",
    "Cell",
    "Counted",
    "FigureSnapshot",
    "Indicator",
    "Line",
    "ListRow",
    "Part",
    "Period",
    "Sheet",
    "TypedFigure",
    "TypedKey",
    "find_indicator",
    "fiscal_period",
    "mean_of",
    "measure",
    "month_period",
    "parse_period",
    "sheet",
    "snapshot",
    "table_2",
    "table_3",
    "type_figure",
]
