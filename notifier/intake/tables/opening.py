"""Bytes to rows: workbooks through calamine, text by trying the encodings people use."""

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import python_calamine

from notifier.intake.tables.columns import find_header
from notifier.intake.tables.guard import kind_of
from notifier.intake.tables.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Table,
    UnreadableFileError,
    blank,
)
from notifier.kit.text import half

_ENCODINGS = ("utf-8-sig", "cp932", "euc_jis_2004")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MONTH = re.compile(r"(?<!\d)(?P<y>20\d\d)[-_年./]?(?P<m>0[1-9]|1[0-2]|[1-9](?=[月_\-.]))(?!\d{3})")
_ERA_MONTH = re.compile(r"(?:令和|R|r)(?P<y>\d{1,2})[年._-]?(?P<m>1[0-2]|0?[1-9])月?")
# A day behind it makes it the day somebody wrote the table: 令和8年11月10日現在.
_TITLE_MONTH = re.compile(
    r"(?:(?P<year>20\d\d)年|(?:令和|R)\s*(?P<era>\d{1,2})年)\s*(?P<month>1[0-2]|0?[1-9])月(?!\s*\d{1,2}日)"
)
_LONG_CELL = 32_768
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f]")


def open_table(filename: str, data: bytes, *, sheet: str | None = None) -> Table:
    """The rows of ``data``; ``UnreadableFileError`` says what it is when it is no table."""
    kind = kind_of(data)
    if kind == "text":
        rows, encoding = _text_rows(data)
        sheets: tuple[str, ...] = ()
        used = ""
    else:
        rows, sheets, used = _workbook_rows(data, sheet)
        encoding = kind
    rows = _trim(rows)
    _limits(rows)
    header, names = find_header(rows)
    month = month_of(filename) or _month_said((used,), *rows[: max(header, 0)])
    return Table(filename, rows, header, used, sheets, month, encoding, names)


def month_of(filename: str) -> date | None:
    """The month a file name tells: 201603.csv, 2025-01-10_list.xlsx, R7年1月分.xlsx."""
    match = _MONTH.search(filename)
    if match:
        return date(int(match.group("y")), int(match.group("m")), 1)
    match = _ERA_MONTH.search(filename)
    return date(2018 + int(match.group("y")), int(match.group("m")), 1) if match else None


def _month_said(*above: Sequence[Cell]) -> date | None:
    """The month a sheet's name or the title over the table tells: 令和8年12月 行事予定表."""
    for cell in (cell for row in above for cell in row if isinstance(cell, str)):
        match = _TITLE_MONTH.search(half(cell))
        if match:
            year = int(match["year"] or 0) or 2018 + int(match["era"])
            return date(year, int(match["month"]), 1)
    return None


def _text_rows(data: bytes) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    text, encoding = _decode(data)
    if len(_UNPRINTABLE.findall(text[:4096])) > 8:  # noqa: PLR2004 - a stray control sign is no binary
        raise UnreadableFileError("文字の表ではないファイルです。")
    try:
        rows = tuple(tuple(row) for row in csv.reader(StringIO(text, newline=""), _dialect(text)))
    except csv.Error as error:
        raise UnreadableFileError("表の区切りを読み取れませんでした。") from error
    return rows, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), encoding
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("文字コードがわからないファイルです。")


class _Comma(csv.excel):
    strict = False


def _dialect(text: str) -> type[csv.Dialect]:
    """Comma, semicolon or tab: whichever parts the first line that has any the most."""
    csv.field_size_limit(1 << 20)
    head = next((line for line in text.splitlines() if line.strip()), "")
    counts = {sign: head.count(sign) for sign in (",", "\t", ";")}
    best = max(counts, key=lambda sign: counts[sign])

    class Found(_Comma):
        delimiter = best if counts[best] else ","

    return Found


def _workbook_rows(
    data: bytes, wanted: str | None
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[str, ...], str]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        names = tuple(book.sheet_names)
        if wanted is not None and wanted not in names:
            raise UnreadableFileError(f"シート「{wanted}」がありません。")
        for name in [wanted] if wanted is not None else names:
            rows = _sheet_rows(book, name)
            if any(not blank(row) for row in rows):
                return rows, names, name
    except (
        python_calamine.CalamineError,
        python_calamine.ZipError,
        python_calamine.XmlError,
    ) as error:
        raise UnreadableFileError("ファイルが壊れているか、読めない形式です。") from error
    raise UnreadableFileError("表の中身が空です。")


def _sheet_rows(
    book: "python_calamine.CalamineWorkbook", name: str
) -> tuple[tuple[Cell, ...], ...]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS * 50 or sheet.total_width > MAX_COLUMNS * 4:
        raise UnreadableFileError("行か列が多すぎます。必要な表だけを保存してください。")
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for start, end in sheet.merged_cell_ranges or ():
        _fill_down(rows, start, end)
    return tuple(tuple(row) for row in rows)


def _cell(value: object) -> Cell:
    if isinstance(value, timedelta):
        return (datetime(2000, 1, 1) + value).time() if value < timedelta(days=1) else str(value)  # noqa: DTZ001 - only its clock
    if isinstance(value, str):
        return value[:_LONG_CELL]
    return value  # type: ignore[return-value]


def _fill_down(rows: list[list[Cell]], start: Sequence[int], end: Sequence[int]) -> None:
    """A place merged over three rows is the place of all three; sideways merges are titles."""
    (top, left), (bottom, right) = start, end
    if bottom == top or right != left:
        return
    for index in range(top + 1, min(bottom, len(rows) - 1) + 1):
        if left < len(rows[index]):
            rows[index][left] = rows[top][left]


def _trim(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    last = len(rows)
    while last and blank(rows[last - 1]):
        last -= 1
    return rows[:last]


def _limits(rows: tuple[tuple[Cell, ...], ...]) -> None:
    if not rows:
        raise UnreadableFileError("表の中身が空です。")
    if len(rows) > MAX_ROWS:
        raise UnreadableFileError(f"行が多すぎます（{len(rows):,}行。{MAX_ROWS:,}行まで）。")
    if max(len(row) for row in rows) > MAX_COLUMNS:
        raise UnreadableFileError(f"列が多すぎます（{MAX_COLUMNS}列まで）。")
