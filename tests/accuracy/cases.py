"""The cases: strings of our own in ``strings.jsonl``, and rows of real files by reference only.

Each line holds the cells as they stand in a sheet or a form, the day on which they are read, and
what a careful person understands. ``real_rows.jsonl`` names a file, a row (the file's first is 1) and the
headings of the cells; the words are read from ``NOTIFIER_REAL_INPUTS`` when it runs, because they are not ours to copy.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from notifier.intake.reading import Reference

HERE = Path(__file__).parent
STRINGS = HERE / "strings.jsonl"
REAL_ROWS = HERE / "real_rows.jsonl"

# The cells' names in the cases, and ours.
_CELLS = {
    "when": "date",
    "time_note": "when_note",
    "description": "body",
    "note": "remarks",
    "fee_note": "fee_detail",
    "deadline": "apply_by",
    "deadline_time": "apply_by_time",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One reading to judge: ``kind`` of ``cells`` against ``expected``."""

    id: str
    kind: str
    cells: Mapping[str, object]
    expected: Mapping[str, Any]
    reference: Reference
    month: date


def own_strings() -> Iterator[Case]:
    """The committed strings."""
    for line in STRINGS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield from _cases(row, row["given"])


def references() -> Iterator[dict[str, Any]]:
    """Where the judged rows stand in the real files, and what was understood of them."""
    for line in REAL_ROWS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def real_rows(root: Path) -> Iterator[Case]:
    """The judged rows of the real files under ``root``."""
    tables: dict[str, list[list[object]]] = {}
    for row in references():
        name = row["file"]
        if name not in tables:
            tables[name] = _table(root / name)
        yield from _cases(row, _given(tables[name], row["row"], row["columns"]))


def _given(table: list[list[object]], number: int, columns: Mapping[str, str]) -> dict[str, object]:
    """The cells of one row under the headings that were judged, by our names."""
    cells = table[number - 1]
    header = next(row for row in table if set(columns.values()) <= {_heading(c) for c in row})
    names = [_heading(cell) for cell in header]
    return {key: cells[names.index(heading)] for key, heading in columns.items()}


def _heading(cell: object) -> str:
    return "".join(str(cell or "").split())


def _cases(row: Mapping[str, Any], given: Mapping[str, object]) -> Iterator[Case]:
    reference_on = date.fromisoformat(row["reference_on"])
    month = date.fromisoformat(f"{row['month']}-01") if row.get("month") else None
    reference = Reference(month, known=True) if month else Reference(reference_on)
    cells: dict[str, object] = {}
    for key, value in given.items():
        name = _CELLS.get(key, key)
        cells[name] = f"{cells[name]}\n{value}" if name in cells else value
    parts = row["expected"] if row["kind"] == "row" else {row["kind"]: row["expected"]}
    for kind, expected in parts.items():
        name = row["id"] if row["kind"] != "row" else f"{row['id']} {kind}"
        first = month or reference_on.replace(day=1)
        yield Case(name, kind, cells, expected, reference, first)


def _table(path: Path) -> list[list[object]]:
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        page = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return [list(row) for row in page.iter_rows(values_only=True)]
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [list(row) for row in csv.reader(io.StringIO(text))]
    raise ValueError(f"{path.name} is neither UTF-8 nor CP932")
