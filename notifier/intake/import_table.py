"""A handed-in table becomes submissions: shown first, taken in afterwards.

The file is kept as it came. Reading and storing go in chunks: identity is looked up once per
chunk, rows are inserted together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs import Hub, get_hub
from notifier.intake.arrival import Letter, Receipt
from notifier.intake.import_rows import Chunk, TakenRow, store_chunk
from notifier.intake.models import ImportState, TableImport
from notifier.intake.reading.told import says_a_day
from notifier.intake.sources import spreadsheet
from notifier.intake.sources.spreadsheet import ColumnMap, RowResult
from notifier.kit import text
from notifier.kit.clock import local
from notifier.kit.errors import ConflictError

SOURCE = "spreadsheet"
CHUNK = 500


class DiscardedImportError(ConflictError):
    """The import was thrown away before."""


@dataclass(slots=True)
class ImportResult:
    """What became of the rows; ``rows`` is the sum of all others."""

    received: int = 0
    duplicates: int = 0
    questions: int = 0
    rejected: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0

    @classmethod
    def of(cls, receipt: Receipt) -> "ImportResult":
        """One item that was handed in."""
        if receipt.outcome == "duplicate":
            return cls(duplicates=1, rows=1)
        if receipt.submission.draft.questions:
            return cls(questions=1, rows=1)
        return cls(received=1, rows=1)

    def add(self, other: "ImportResult") -> None:
        """Count ``other`` too."""
        self.received += other.received
        self.duplicates += other.duplicates
        self.questions += other.questions
        self.rejected += other.rejected
        self.errors += other.errors
        self.rows += other.rows

    def as_json(self) -> dict[str, Any]:
        """The shape other programs rely on."""
        return asdict(self)


def preview_import(  # noqa: PLR0913 - a file has a name, bytes and a group
    session: Session,
    hub: Hub,
    *,
    filename: str,
    data: bytes,
    group_id: int | None = None,
    by: audit.Actor,
    now: datetime,
) -> TableImport:
    """The stored file with its columns guessed; nothing is taken in yet.

    Raises ``UnreadableFileError`` when the bytes are no table, too many, or a table of something
    else (no heading we know and no dates); then nothing is stored.
    """
    name = text.one_line(filename)[-200:]
    columns = spreadsheet.guess_columns(spreadsheet.open_table(name, data))
    if set(columns.fields) <= set(columns.unsure) - {"date"}:
        raise spreadsheet.UnreadableFileError(
            "行事の一覧に見えません。「行事名」「開催日」「会場」のような見出しも、日付の列も見つかりませんでした。"
            "見出しを1行目に入れてから、"
        )
    made = TableImport(
        hub_id=hub.id,
        source=SOURCE,
        filename=name,
        original=data,
        group_id=group_id,
        state=ImportState.UPLOADED,
        columns=columns.to_json(),
        result={},
        created_at=now,
        created_by=by.label[:200],
    )
    session.add(made)
    session.flush()
    return made


def run_import(  # noqa: PLR0913 - columns, month and rehearsal are a person's choices
    session: Session,
    table_import: TableImport,
    *,
    columns: dict[str, Any] | None = None,
    month: date | None = None,
    letter: Letter | None = None,
    by: audit.Actor,
    now: datetime,
    dry_run: bool = False,
) -> ImportResult:
    """Take the rows in, with ``columns`` as confirmed (default: as guessed).

    ``month`` is the first day of the month the file is about (for dates without a year), ``letter``
    the mail it hung on. A second run of the same import tells the first one's result and stores nothing;
    ``dry_run`` counts and stores nothing.

    Raises ``UnreadableFileError`` for a table of a mail without any date: nobody looked at it before.
    """
    if table_import.state is ImportState.DISCARDED:
        raise DiscardedImportError("この取り込みは取りやめになっています。もう一度選んでください。")
    if table_import.state is ImportState.DONE and not dry_run:
        return ImportResult(**table_import.result)
    chosen = ColumnMap.from_json(columns or table_import.columns)
    hub = get_hub(session, table_import.hub_id)
    table = spreadsheet.open_table(table_import.filename, table_import.original)
    mail = letter or Letter()
    today = mail.written_on or local(now, hub.zone).date()
    rows = spreadsheet.read_rows(table, chosen, month=month, today=today, zone=hub.zone)
    if letter is not None:
        rows = _with_dates(rows)
    result = ImportResult()
    chunk = Chunk.begin(session, table_import, letter=mail, by=by, now=now, dry_run=dry_run)
    for some in _chunks(rows):
        _count(result, some, store_chunk(session, chunk, _taken(some)))
    if not dry_run:
        _finish(session, table_import, chosen.to_json(), result)
        _tell(session, table_import, result, by, now)
    return result


def discard_import(session: Session, table_import: TableImport) -> None:
    """Throw an import away that was not taken in; the bytes go."""
    if table_import.state is ImportState.UPLOADED:
        table_import.state = ImportState.DISCARDED
        table_import.original = b""
        session.flush()


def _with_dates(rows: Iterable[RowResult]) -> Iterator[RowResult]:
    """A list of people or places would stand in the queue row by row."""
    found = list(rows)
    drafts = [row.draft for row in found if row.draft is not None]
    if not any(draft.occurrences or says_a_day(draft.when_text) for draft in drafts):
        raise spreadsheet.UnreadableFileError(
            "行事の一覧に見えません。日付の書かれた行が、ひとつもありませんでした。行事の一覧を"
        )
    return iter(found)


def _chunks(rows: Iterable[RowResult]) -> Iterator[list[RowResult]]:
    source = iter(rows)
    while some := list(islice(source, CHUNK)):
        yield some


def _taken(rows: list[RowResult]) -> list[TakenRow]:
    return [
        TakenRow(row.draft, {"row": row.row, "cells": list(row.cells)})
        for row in rows
        if row.draft is not None and row.kind in ("draft", "question")
    ]


def _count(result: ImportResult, rows: list[RowResult], outcomes: Sequence[str]) -> None:
    stored = iter(outcomes)
    for row in rows:
        result.rows += 1
        if row.kind == "rejected":
            result.rejected += 1
        elif row.draft is None or row.kind == "error":
            result.errors.append({"row": row.row, "message": row.message})
        elif next(stored) == "duplicate":
            result.duplicates += 1
        elif row.draft.questions:
            result.questions += 1
        else:
            result.received += 1


def _finish(
    session: Session, table_import: TableImport, columns: dict[str, Any], result: ImportResult
) -> None:
    table_import.state = ImportState.DONE
    table_import.columns = columns
    table_import.result = result.as_json()
    session.flush()


def _tell(
    session: Session,
    table_import: TableImport,
    result: ImportResult,
    by: audit.Actor,
    now: datetime,
) -> None:
    audit.write(
        session,
        f"{by.label}が「{table_import.filename}」を取り込みました："
        f"受付{result.received}件、質問あり{result.questions}件、重複{result.duplicates}件、"
        f"対象外{result.rejected}行、読めなかった行{len(result.errors)}行。",
        verb="run_import",
        subject=("table_import", table_import.id),
        hub_id=table_import.hub_id,
        by=by,
        now=now,
    )
