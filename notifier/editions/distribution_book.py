"""The list of an issue as xlsx, for whoever drives round with the bundles.

Every text is written as text, whatever it begins with: a name that looks like a formula stays a
name in Excel. The library is imported when it is needed: few processes make tables.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from notifier.editions.distribution import Distribution
from notifier.editions.models import Edition
from notifier.kit.text import clean

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_FORMAT = "@"
HEADINGS = (
    "地区", "配布先", "住所", "連絡先", "部数", "配った日", "残り", "メモ",
)  # fmt: skip
WIDTHS = (12, 30, 36, 28, 8, 12, 8, 30)

Value = str | int | None


def distribution_book(edition: Edition, found: Distribution) -> bytes:
    """One sheet: the issue, one row per place, the totals."""
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook()
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook has one sheet")
    page.title = "配布先"
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    _append(page, (edition.title, f"印刷 {found.printed}部" if found.printed is not None else ""))
    _append(page, HEADINGS, bold=True)
    page.freeze_panes = "A3"
    page.print_title_rows = "2:2"
    for row in found.rows:
        day = row.placed_on.isoformat() if row.placed_on else ""
        _append(
            page,
            (
                row.district, row.place.name, row.place.address, row.place.contact,
                row.copies, day, row.left_over, row.place.note,
            ),
        )  # fmt: skip
    total = ("合計", f"{len(found.rows)}か所", "", "", found.planned, f"配ずみ {found.placed}")
    _append(page, (*total, found.left_over, ""), bold=True)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _append(page: "Worksheet", values: Sequence[Value], *, bold: bool = False) -> None:
    from openpyxl.styles import Alignment, Font

    page.append([clean(one) if isinstance(one, str) else one for one in values])
    for cell in next(page.iter_rows(min_row=page.max_row)):
        _as_text(cell)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)


def _as_text(cell: "Cell | MergedCell") -> None:
    from openpyxl.cell import Cell

    if isinstance(cell, Cell) and isinstance(cell.value, str):
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
        cell.quotePrefix = True
