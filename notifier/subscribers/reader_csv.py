"""The file of readers: read from CSV, written to CSV; pure."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notifier.kit.errors import BadInputError
from notifier.kit.text import clean
from notifier.subscribers.queries import ReaderRow

COLUMNS = (
    "channel",
    "address",
    "districts",
    "birth_months",
    "themes",
    "language",
    "consented_at",
    "source",
    "person",
)
REQUIRED = ("channel", "address", "consented_at")
ENCODINGS = ("utf-8-sig", "cp932", "euc_jis_2004")
FORMULA_STARTS = ("=", "+", "-", "@")


class BadReadersFileError(BadInputError):
    """The file is no list of readers."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line as it stands in the file; ``row`` counts from 1 = the header."""

    row: int
    channel: str
    address: str
    districts: tuple[str, ...]
    birth_months: tuple[str, ...]
    themes: tuple[str, ...]
    language: str
    consented_at: str
    source: str
    person: str


def read_csv(data: bytes) -> list[FileRow]:
    """The rows of a readers' file (UTF-8 with or without BOM, CP932); blank lines are left out."""
    reader = csv.DictReader(io.StringIO(_decode(data), newline=""))
    names = [clean(name) for name in reader.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadReadersFileError(
            f"読者の一覧として読めません。見出しに {'、'.join(missing)} がありません。"
            f"（見出し: {', '.join(COLUMNS)}）"
        )
    reader.fieldnames = names
    rows: list[FileRow] = []
    try:
        for line in reader:
            row = _row(reader.line_num, line)
            if row.address or row.channel or row.consented_at:
                rows.append(row)
    except csv.Error as error:
        raise BadReadersFileError(
            "CSVとして読めません。表計算ソフトで保存しなおしてください。"
        ) from error
    return rows


def write_csv(rows: Iterable[ReaderRow]) -> Iterator[str]:
    """The lines of the file, header first; what a spreadsheet would run as a formula is quoted."""
    yield _line(COLUMNS)
    for row in rows:
        yield _line(
            (
                row.channel,
                _harmless(row.address),
                ";".join(row.districts),
                ";".join(row.birth_months),
                ";".join(row.themes),
                row.language,
                row.consented_at.isoformat() if row.consented_at else "",
                _harmless(row.source),
                str(row.subscriber_id),
            )
        )


def _decode(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadReadersFileError("文字コードが分かりません。UTF-8のCSVで保存しなおしてください。")


def _row(number: int, line: dict[str, str | None]) -> FileRow:
    cells = {name: clean(line.get(name)) for name in COLUMNS}
    return FileRow(
        row=number,
        channel=cells["channel"],
        address=_plain(cells["address"]),
        districts=_several(cells["districts"]),
        birth_months=_several(cells["birth_months"]),
        themes=_several(cells["themes"]),
        language=cells["language"],
        consented_at=cells["consented_at"],
        source=_plain(cells["source"]),
        person=cells["person"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
