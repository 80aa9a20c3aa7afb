"""What it was good for: figures with definition, date, source and the list behind each.

Counted figures stand in ``catalog/``, typed ones are marked. The rating letter is never computed.
"""

from notifier.indicators.catalog import CATALOG
from notifier.indicators.chart import (
    CONTENT_TYPES,
    Chart,
    ChartKind,
    draw,
    months_chart,
    years_chart,
)
from notifier.indicators.cost import INPUTS as COST_INPUTS
from notifier.indicators.cost import CostInput
from notifier.indicators.costs import CostLine, cost_line, costs
from notifier.indicators.counted_years import counted_years
from notifier.indicators.figure import (
    OVERALL,
    SMALL_CELL,
    Indicator,
    ListOf,
    ListRow,
    Part,
    overall,
)
from notifier.indicators.measure import Counted, find_indicator, measure
from notifier.indicators.media import Medium, table_1
from notifier.indicators.models import EditionCost, FigureSnapshot, TypedFigure
from notifier.indicators.pack import Pack, pack
from notifier.indicators.pack_files import pack_word, pack_workbook
from notifier.indicators.period import Period, fiscal_period, month_period, parse_period
from notifier.indicators.queries import kept, typed_figures, unkept_periods
from notifier.indicators.render import as_data, render, render_body, render_style
from notifier.indicators.sheet import Sheet, Viewpoint, over_the_years, same_months, sheet
from notifier.indicators.snapshot import snapshot
from notifier.indicators.tables import Cell, Line, mean_of, table_2, table_3
from notifier.indicators.type_cost import StaleCostError, type_cost
from notifier.indicators.type_figure import UnlikelyFigureError, type_figure
from notifier.indicators.typed import TYPED_KEYS, TypedKey
from notifier.indicators.viewpoints import VIEWPOINTS
from notifier.indicators.word import WORD_MIME
from notifier.indicators.word_sheet import word_sheet
from notifier.indicators.workbook import list_workbook, sheet_workbook
from notifier.kit.cells import MIME

__all__ = [
    "CATALOG",
    "CONTENT_TYPES",
    "COST_INPUTS",
    "MIME",
    "OVERALL",
    "SMALL_CELL",
    "TYPED_KEYS",
    "VIEWPOINTS",
    "WORD_MIME",
    "Cell",
    "Chart",
    "ChartKind",
    "CostInput",
    "CostLine",
    "Counted",
    "EditionCost",
    "FigureSnapshot",
    "Indicator",
    "Line",
    "ListOf",
    "ListRow",
    "Medium",
    "Pack",
    "Part",
    "Period",
    "Sheet",
    "StaleCostError",
    "TypedFigure",
    "TypedKey",
    "UnlikelyFigureError",
    "Viewpoint",
    "as_data",
    "cost_line",
    "costs",
    "counted_years",
    "draw",
    "find_indicator",
    "fiscal_period",
    "kept",
    "list_workbook",
    "mean_of",
    "measure",
    "month_period",
    "months_chart",
    "over_the_years",
    "overall",
    "pack",
    "pack_word",
    "pack_workbook",
    "parse_period",
    "render",
    "render_body",
    "render_style",
    "same_months",
    "sheet",
    "sheet_workbook",
    "snapshot",
    "table_1",
    "table_2",
    "table_3",
    "type_cost",
    "type_figure",
    "typed_figures",
    "unkept_periods",
    "word_sheet",
    "years_chart",
]
