"""What a file really is, by its first bytes; and workbooks that would burst when opened."""

import re
import zipfile
from io import BytesIO

from notifier.intake.tables.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, UnreadableFileError

_UNPACKED = 100 * 1024 * 1024
_PARTS = 2_000
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "これはPDFです。"),
    (b"\x89PNG", "これは画像（PNG）です。"),
    (b"\xff\xd8\xff", "これは画像（JPEG）です。"),
    (b"GIF8", "これは画像（GIF）です。"),
    (b"RIFF", "これは画像か音声です。"),
    (b"{\\rtf", "これは文書（RTF）です。"),
    (b"\x1f\x8b", "これは圧縮されたファイル（gzip）です。"),
    (b"7z\xbc\xaf", "これは圧縮されたファイル（7z）です。"),
    (b"Rar!", "これは圧縮されたファイル（rar）です。"),
    (b"SQLite format 3", "これはデータベースのファイルです。"),
    (b"MZ", "これはプログラムです。"),
    (b"\x7fELF", "これはプログラムです。"),
)
# [^<>]: without the "<" a part full of unclosed tags is searched to its end from each of them
_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br\s*=\s*[\"'](\d+)[\"']")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']\$?([A-Za-z]{1,9})\$?(\d{1,9})[\"'][^<>]*>"
)
_TAIL = 4_000  # as much of a chunk as a tag cut in two may need
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes) -> str:
    """``"xlsx"``, ``"xls"`` or ``"text"``; anything else is refused with its name."""
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise UnreadableFileError("ファイルの中身が空です。")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(f"ファイルが大きすぎます（{MAX_BYTES // 1024 // 1024}MBまで）。")
    _refuse_known(data)
    if data.startswith(_OLE):
        return _old_office(data)
    return _zip(data) if data.startswith(b"PK") else "text"


def _refuse_known(data: bytes) -> None:
    for magic, sentence in _KINDS:
        if data.startswith(magic):
            raise UnreadableFileError(sentence)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypisom", b"ftypmp42"):
        raise UnreadableFileError("これは画像か動画です。")
    if data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableFileError("これはウェブページ（HTML）です。")


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFileError("パスワードのかかったファイルです。パスワードを外してください。")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "xls"
    raise UnreadableFileError("これは表計算ではないOfficeのファイルです。")


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _workbook(archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
    ) as error:
        raise UnreadableFileError("ファイルが壊れているようです。") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise UnreadableFileError(
            "パスワードのかかったファイルです。パスワードを外してください。"
        ) from error


def _workbook(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(name.startswith("word/") for name in names):
        raise UnreadableFileError("これはWordの文書です。")
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFileError("これはPowerPointの資料です。")
    if "xl/workbook.xml" not in names:
        raise UnreadableFileError("これはZIPなどの圧縮ファイルです。")
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise UnreadableFileError(
            "開くと大きくなりすぎるファイルです。必要な表だけを保存してください。"
        )
    for part in parts:
        # a workbook may call its sheets what it likes, so every part is looked at
        if part.filename.lower().endswith(".xml"):
            _measure(archive, part)
    return "xlsx"


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """One cell far outside makes a reader allocate everything before it: look before opening."""
    seen, tail, corner = 0, b"", (0, 0)
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            seen += len(chunk)
            if seen > _UNPACKED:
                raise UnreadableFileError("開くと大きくなりすぎるファイルです。")
            text = tail + chunk
            corner = _within(text, corner)
            tail = text[-_TAIL:]


def _within(text: bytes, corner: tuple[int, int]) -> tuple[int, int]:
    """The farthest (row, column) that holds something so far; refused when too far out.

    Each of the two may be large alone (a stray mark at the foot of a sheet), but the reader
    makes room for every cell of the rectangle they span.
    """
    if max((int(n[:9]) for n in _ROW.findall(text)), default=0) > MAX_ROWS * 50:
        raise UnreadableFileError(f"行が多すぎます（{MAX_ROWS:,}行まで）。")
    rows, columns = corner
    for match in _CELL.finditer(text):
        if match.group().endswith(b"/>"):
            continue  # only formatted, nothing in it
        rows = max(rows, int(match.group(2)))
        columns = max(columns, _column(match.group(1).upper()))
    if columns > MAX_COLUMNS * 4:
        raise UnreadableFileError(f"列が多すぎます（{MAX_COLUMNS}列まで）。")
    if rows > MAX_ROWS * 50 or rows * columns > MAX_ROWS * MAX_COLUMNS:
        raise UnreadableFileError(
            "表のずっと下か右に、離れたセルがあります。必要な表だけを保存してください。"
        )
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
