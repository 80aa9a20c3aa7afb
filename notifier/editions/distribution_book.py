"""The list of an issue as xlsx, for whoever drives round with the bundles.

The library is imported when it is needed: few processes make tables.
"""

from notifier.editions.distribution import Distribution, PlacementRow
from notifier.editions.models import Edition

HEADINGS = (
    "地区", "配布先", "住所", "連絡先", "部数", "配った日", "残り", "メモ",
)  # fmt: skip
WIDTHS = (12, 30, 36, 28, 8, 12, 8, 30)

Cells = tuple[str | int | None, ...]


def distribution_book(edition: Edition, found: Distribution) -> bytes:
    """One sheet: the issue, one row per place, the totals."""
    from openpyxl import Workbook

    from notifier.kit.cells import add_page, add_rows, to_bytes

    book = Workbook()
    page = add_page(book, "配布先", WIDTHS)
    add_rows(
        page, [(edition.title, f"印刷 {found.printed}部" if found.printed is not None else "")]
    )
    add_rows(page, [HEADINGS], bold=True)
    page.freeze_panes = "A3"
    page.print_title_rows = "2:2"
    add_rows(page, (_cells(row) for row in found.rows))
    total = ("合計", f"{len(found.rows)}か所", "", "", found.planned, f"配ずみ {found.placed}")
    add_rows(page, [(*total, found.left_over, "")], bold=True)
    return to_bytes(book)


def _cells(row: PlacementRow) -> Cells:
    day = row.placed_on.isoformat() if row.placed_on else ""
    return (
        row.district, row.place.name, row.place.address, row.place.contact,
        row.copies, day, row.left_over, row.place.note,
    )  # fmt: skip
