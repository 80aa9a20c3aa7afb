"""Tables groups and wards send: every row becomes a draft, a question, a rejection or an error.

A row is never lost and never guessed: rows = drafts + questions + rejected + errors.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, Question
from notifier.intake.reading import Reference, compose
from notifier.intake.tables import (
    ColumnMap,
    Table,
    UnreadableFileError,
    guess_columns,
    open_table,
)
from notifier.intake.tables.columns import is_header
from notifier.intake.tables.headings import LABELS
from notifier.intake.tables.table import Cell, blank, shown
from notifier.kit.text import half

__all__ = [
    "ColumnMap",
    "RowResult",
    "Table",
    "UnreadableFileError",
    "guess_columns",
    "open_table",
    "read_rows",
]

Kind = Literal["draft", "question", "rejected", "error"]

_TOTAL = re.compile(
    r"\s*(?:合\s*計|小\s*計|総\s*計|計|件数|総件数|total)\s*[:：]?\s*\d*\s*件?\s*", re.I
)
# Reading takes time that grows with the square of a text; the row keeps all of it as it came.
_LONGEST_READ = 5_000
_DITTO = re.compile(r"\s*(?:[〃〟″”]|同上|上に同じ|同\s*じ)\s*")
_DAY_OF_MONTH = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_SUM_WORDS, _SUM_CELLS = 2, 5  # a row of sums has a label and a unit, and a few numbers
_DAYS = frozenset({"date", "until"})
_MIXED_FIELDS = {"address": "", "place": " ", "contact": "\n"}


@dataclass(frozen=True, slots=True)
class RowResult:
    """One physical row of the file (1-based) and what became of it."""

    row: int
    kind: Kind
    draft: ListingDraft | None = None
    message: str = ""
    cells: tuple[str, ...] = ()


def read_rows(
    table: Table, columns: ColumnMap, *, month: date | None, today: date, zone: ZoneInfo
) -> Iterator[RowResult]:
    """Every row of ``table``, in order, read with ``columns``.

    ``month`` is the month the file is for; without it the file's name or ``today`` stands in.
    """
    named = month or table.month
    reference = Reference(named.replace(day=1), known=True) if named else Reference(today)
    reasons = [_not_data(table, index, row) for index, row in enumerate(table.rows)]
    keep_ids = _trustworthy_ids(table, columns, reasons)
    doubts = _guessed(table, columns)
    above: Sequence[Cell] = ()
    for index, (row, reason) in enumerate(zip(table.rows, reasons, strict=True)):
        cells = tuple(map(shown, row))
        if reason:
            yield RowResult(index + 1, "rejected", None, reason, cells)
            continue
        above = _without_ditto(row, above)
        values = _values(above, columns, keep_ids=keep_ids)
        result = _read(index + 1, values, cells, (reference, zone, "start" in columns.fields))
        yield _doubted(result, doubts) if doubts and result.draft else result


def _not_data(table: Table, index: int, row: Sequence[Cell]) -> str:
    if index < table.header:
        return "表の題や説明の行です。"
    if index == table.header:
        return "見出しの行です。"
    if blank(tuple(row)):
        return "空の行です。"
    filled = [
        cell for cell in row if not (cell is None or (isinstance(cell, str) and not cell.strip()))
    ]
    words = [cell for cell in filled if isinstance(cell, str)]
    is_short = len(words) <= _SUM_WORDS and len(filled) <= _SUM_CELLS
    if words and _TOTAL.fullmatch(words[0]) and is_short:
        return "合計の行です。"
    return "くり返しの見出しの行です。" if is_header(row) else ""


def _without_ditto(row: Sequence[Cell], above: Sequence[Cell]) -> Sequence[Cell]:
    """〃 says what stands in the row above; what arrived keeps the sign."""
    if not any(isinstance(cell, str) and _DITTO.fullmatch(cell) for cell in row):
        return row
    return tuple(
        above[i] if isinstance(cell, str) and _DITTO.fullmatch(cell) and i < len(above) else cell
        for i, cell in enumerate(row)
    )


def _values(row: Sequence[Cell], columns: ColumnMap, *, keep_ids: bool) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, indexes in columns.fields.items():
        if key == "external_id" and not keep_ids:
            continue
        cells = [row[i] for i in indexes if i < len(row) and row[i] not in (None, "")]
        if len(cells) == 1:
            found[key] = _day_of_month(cells[0]) if key in _DAYS else cells[0]
        elif cells:
            found[key] = _MIXED_FIELDS.get(key, "\n").join(dict.fromkeys(map(shown, cells)))
    return {k: v[:_LONGEST_READ] if isinstance(v, str) else v for k, v in found.items()}


def _day_of_month(cell: Cell) -> Cell:
    """A table of one month writes 1, 2, 3 … in its column of days."""
    number = half(shown(cell))
    return f"{int(number)}日" if _DAY_OF_MONTH.fullmatch(number) else cell


def _read(
    number: int,
    values: Mapping[str, object],
    cells: tuple[str, ...],
    how: tuple[Reference, ZoneInfo, bool],
) -> RowResult:
    reference, zone, time_column = how
    draft = compose(values, reference=reference, zone=zone, time_column=time_column)
    if not draft.title:
        message = f"{number}行目: 行事名も内容も書かれていないため、受け取れません。行事名を入れてください。"
        return RowResult(number, "error", None, message, cells)
    if draft.questions:
        asks = " ".join(question.message for question in draft.questions)
        return RowResult(number, "question", draft, f"{number}行目: {asks}", cells)
    return RowResult(number, "draft", draft, "", cells)


def _guessed(table: Table, columns: ColumnMap) -> tuple[Question, ...]:
    """A question for every column nobody named and nobody confirmed."""
    found = []
    for key in columns.unsure:
        index = columns.fields[key][0]
        name = table.names[index] if index < len(table.names) else ""
        which = f"「{name}」の列" if name else f"{index + 1}列目"
        found.append(Question(key, f"{which}を{LABELS[key]}として読みました。これでよいですか。"))
    return tuple(found)


def _doubted(result: RowResult, doubts: tuple[Question, ...]) -> RowResult:
    if result.draft is None:
        return result
    draft = replace(result.draft, questions=(*result.draft.questions, *doubts))
    asks = " ".join(question.message for question in draft.questions)
    return replace(result, kind="question", draft=draft, message=f"{result.row}行目: {asks}")


def _trustworthy_ids(table: Table, columns: ColumnMap, reasons: Sequence[str]) -> bool:
    """The sender's ids count when every data row has one, no two are alike, and they are not
    merely 1, 2, 3 … : next month's list starts at 1 again with other events."""
    indexes = columns.fields.get("external_id", ())
    if len(indexes) != 1:
        return False
    ids = [
        shown(row[indexes[0]]) if indexes[0] < len(row) else ""
        for row, reason in zip(table.rows, reasons, strict=True)
        if not reason
    ]
    return bool(ids) and all(ids) and len(set(ids)) == len(ids) and not _running(ids)


def _running(ids: Iterable[str]) -> bool:
    numbers = [int(text) if text.isdigit() else -1 for text in ids]
    return all(number >= 0 for number in numbers) and max(numbers) <= len(numbers) * 2
