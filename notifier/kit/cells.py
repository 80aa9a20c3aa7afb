"""Sheets of a workbook, row by row. Every text is written as text, whatever it begins with."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from notifier.kit.text import clean

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_FORMAT = "@"
LONGEST_CELL = 32_767  # Excel's own limit
LEADS = ("=", "+", "-", "@", "\t")

Value = str | int | float | None


def add_page(book: Workbook, title: str, widths: tuple[int, ...]) -> Worksheet:
    """One more sheet, its columns so many letters wide."""
    page: Worksheet = book.create_sheet(title)
    if "Sheet" in book.sheetnames:
        book.remove(book["Sheet"])
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    return page


def add_rows(page: Worksheet, rows: Iterable[tuple[Value, ...]], *, bold: bool = False) -> None:
    """Append rows; an empty one leaves a line free."""
    for values in rows:
        page.append([_plain(value) for value in values] or [None])
        for cell in next(page.iter_rows(min_row=page.max_row)):
            _as_text(cell)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=bold)


def _plain(value: Value) -> Value:
    return clean(value)[:LONGEST_CELL] if isinstance(value, str) else value


def _as_text(cell: BookCell | MergedCell) -> None:
    """A text stays a text: no formula, also after somebody opened and closed the cell."""
    if isinstance(cell, BookCell) and isinstance(cell.value, str) and cell.value.startswith(LEADS):
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
        cell.quotePrefix = True


def to_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
