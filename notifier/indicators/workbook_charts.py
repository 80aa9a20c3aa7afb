"""Bars of a workbook's own cells: whoever corrects a number in Excel sees the chart follow."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.title import title_maker
from openpyxl.worksheet.worksheet import Worksheet

from notifier.indicators.tables import Line
from notifier.kit.cells import add_page

FIRST_VALUE = 3  # after name and unit
LEAST_BARS = 2
WIDTH_CM, HEIGHT_CM = 18, 8
ROWS_EACH = 17


def add_charts(book: Workbook, numbers: Worksheet, rows: Iterable[tuple[Line, int]]) -> None:
    """A page with a chart for each of the lines that stand in these rows of ``numbers``.

    A line of which fewer than two values are known is no chart; without charts there is no page.
    """
    told = [(line, row) for line, row in rows if _known(line) >= LEAST_BARS]
    if not told:
        return
    page = add_page(book, "グラフ", ())
    for place, (line, row) in enumerate(told):
        page.add_chart(_bars(numbers, line, row), f"A{1 + place * ROWS_EACH}")


def _known(line: Line) -> int:
    return sum(value is not None for value in line.values)


def _bars(numbers: Worksheet, line: Line, row: int) -> BarChart:
    last = FIRST_VALUE + len(line.cells) - 1
    chart = BarChart()
    chart.title = title_maker(f"{line.name}（{line.unit}）")
    chart.title.overlay = False  # beside the bars, not over them
    chart.add_data(
        Reference(numbers, min_col=FIRST_VALUE, max_col=last, min_row=row), from_rows=True
    )
    chart.set_categories(Reference(numbers, min_col=FIRST_VALUE, max_col=last, min_row=1))
    chart.legend = None
    # without these two Excel draws no axes for charts written by openpyxl
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    return chart
