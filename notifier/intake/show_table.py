"""A handed-in table as a person checks it: our columns, and the first rows as we read them."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from notifier.intake.models import TableImport
from notifier.intake.sources import spreadsheet
from notifier.intake.sources.spreadsheet import ColumnMap, RowResult
from notifier.intake.tables.headings import LABELS
from notifier.intake.tables.table import shown

SAMPLE_ROWS = 8
WIDTH = 120


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: its heading, the field we take it for ("" = not used), a few of its cells."""

    index: int
    heading: str
    field: str
    is_sure: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """What is shown before a table is taken in."""

    columns: tuple[ColumnView, ...]
    fields: tuple[tuple[str, str], ...]  # (key, Japanese label) to choose from
    samples: tuple[RowResult, ...]
    sheet: str
    data_rows: int
    month: date | None


def show_table(
    table_import: TableImport, *, columns: ColumnMap | None = None, today: date, zone: ZoneInfo
) -> TableView:
    """The columns (as guessed, or as ``columns`` says) and how the first rows read with them."""
    table = spreadsheet.open_table(table_import.filename, table_import.original)
    chosen = columns or ColumnMap.from_json(table_import.columns)
    field_at = {index: key for key, indexes in chosen.fields.items() for index in indexes}
    below = table.rows[table.header + 1 :]
    views = []
    for index in range(table.width):
        cells = (shown(row[index]) for row in below[:200] if index < len(row))
        key = field_at.get(index, "")
        views.append(
            ColumnView(
                index,
                table.names[index] if index < len(table.names) else f"{index + 1}列目",
                key,
                key not in chosen.unsure,
                tuple(islice((cell[:WIDTH] for cell in cells if cell), 3)),
            )
        )
    rows = spreadsheet.read_rows(table, chosen, month=None, today=today, zone=zone)
    samples = tuple(islice((row for row in rows if row.kind != "rejected"), SAMPLE_ROWS))
    return TableView(
        tuple(views), tuple(LABELS.items()), samples, table.sheet, len(below), table.month
    )
