"""Files as they come: encodings, headers, limits; every row accounted for."""

import io
import json
import zipfile
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from notifier.intake.sources.spreadsheet import (
    ColumnMap,
    RowResult,
    UnreadableFileError,
    guess_columns,
    open_table,
    read_rows,
)
from notifier.intake.tables.opening import month_of

TOKYO = ZoneInfo("Asia/Tokyo")
HEADER = "行事名,日にち,開始時間,終了時間,ところ,対象,参加費,問い合わせ先\n"
ROW = "おはなし会,2月23日（日）,10:00,11:00,地区センター,乳幼児,無料,地区センター 045-000-0000\n"


def read(data: bytes, name: str = "list_2025-02.csv") -> list[RowResult]:
    """Open, guess, read."""
    table = open_table(name, data)
    columns = guess_columns(table)
    rows = list(read_rows(table, columns, month=None, today=date(2025, 1, 20), zone=TOKYO))
    assert len(rows) == len(table.rows)
    assert [r.row for r in rows] == list(range(1, len(rows) + 1))
    return rows


def kinds(rows: list[RowResult]) -> list[str]:
    """What became of each row."""
    return [row.kind for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jis_2004", "utf-16"])
def test_encodings(encoding: str) -> None:
    rows = read((HEADER + ROW).encode(encoding))
    assert kinds(rows) == ["rejected", "draft"]
    draft = rows[1].draft
    assert draft is not None
    assert draft.title == "おはなし会"
    assert draft.occurrences[0].starts_at == datetime(2025, 2, 23, 10, tzinfo=TOKYO)
    assert draft.occurrences[0].ends_at == datetime(2025, 2, 23, 11, tzinfo=TOKYO)
    assert (draft.min_months, draft.max_months, draft.fee_yen) == (0, 83, 0)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_separators(sign: str) -> None:
    assert kinds(read((HEADER + ROW).replace(",", sign).encode())) == ["rejected", "draft"]


def test_titles_blanks_totals_and_repeated_headers_are_rejected() -> None:
    text = (
        "2月のお知らせ,,,,,,,\n,,,,,,,\n"
        + HEADER
        + ROW
        + ",,,,,,,\n"
        + HEADER
        + ROW
        + "合計,,,,,,2,\n"
    )
    assert kinds(read(text.encode())) == [
        "rejected", "rejected", "rejected", "draft", "rejected", "rejected", "draft", "rejected",
    ]  # fmt: skip


def test_a_row_with_nothing_to_name_it_by_is_an_error_with_its_number() -> None:
    rows = read((HEADER + ",2月23日（日）,10:00,11:00,,,,\n").encode())
    assert kinds(rows) == ["rejected", "error"]
    assert rows[1].message.startswith("2行目")


def test_what_is_not_read_surely_is_kept_and_asked() -> None:
    rows = read((HEADER + ROW.replace("2月23日（日）", "そのうち")).encode())
    assert kinds(rows) == ["rejected", "question"]
    assert rows[1].cells[1] == "そのうち"
    assert rows[1].draft is not None
    assert "そのうち" in rows[1].message


def workbook(rows: list[list[object]], *, merge: str = "") -> bytes:
    """An xlsx with ``rows``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_with_real_dates_merged_places_and_lines_in_cells() -> None:
    data = workbook(
        [
            ["サロン予定", None, None, None, None],
            ["行事名", "日にち", "開始時刻", "終了時刻", "会場"],
            ["ひろば", date(2025, 2, 3), time(10), time(11, 30), "会館"],
            ["体操", "①2月4日(火)\n②2月5日(水)", "①9:00\n②10:00", "①9:30\n②10:30", None],
        ],
        merge="E3:E4",
    )
    rows = read(data, "予定.xlsx")
    assert kinds(rows) == ["rejected", "rejected", "draft", "draft"]
    second = rows[3].draft
    assert second is not None
    assert second.place_name == "会館"
    starts = [o.starts_at.astimezone(TOKYO) for o in second.occurrences]
    assert starts == [datetime(2025, 2, 4, 9, tzinfo=TOKYO), datetime(2025, 2, 5, 10, tzinfo=TOKYO)]


def test_ids_count_only_when_full_unique_and_no_running_number() -> None:
    def ids(*values: str) -> list[str]:
        text = "ID,行事名,日にち\n" + "".join(
            f"{v},会{i},2月{i + 3}日\n" for i, v in enumerate(values)
        )
        return [row.draft.external_id for row in read(text.encode()) if row.draft]

    assert ids("evt91", "evt92", "evt93") == ["evt91", "evt92", "evt93"]
    assert ids("evt91", "", "evt93") == ["", "", ""]
    assert ids("evt91", "evt91", "evt93") == ["", "", ""]
    assert ids("1", "2", "3") == ["", "", ""]


def test_columns_are_shown_changed_and_sent_back() -> None:
    table = open_table("x.csv", b"what,when,where\nA,B,C\n")
    guessed = guess_columns(table)
    sent = json.loads(json.dumps(guessed.to_json()))
    sent["fields"]["title"] = 0
    sent["fields"]["nonsense"] = 1
    changed = ColumnMap.from_json(sent)
    assert changed.fields["title"] == (0,)
    assert "nonsense" not in changed.fields
    assert changed.fields["date"] == guessed.fields["date"]


def test_columns_without_known_names_are_guessed_from_their_cells() -> None:
    text = "い,ろ,は\n" + "".join(f"おはなし会その{i},2月{i}日,第{i}会館\n" for i in range(3, 9))
    columns = guess_columns(open_table("x.csv", text.encode()))
    assert columns.fields["date"] == (1,)
    assert columns.fields["place"] == (2,)
    assert columns.fields["title"] == (0,)
    assert set(columns.unsure) == {"date", "place", "title"}


def test_rows_of_guessed_columns_are_asked_until_the_map_is_confirmed() -> None:
    text = "い,ろ,は\n" + "".join(f"おはなし会その{i},2月{i}日,第{i}会館\n" for i in range(3, 9))
    table = open_table("x_2025-02.csv", text.encode())
    guessed = guess_columns(table)
    today = date(2025, 1, 20)
    asked = list(read_rows(table, guessed, month=None, today=today, zone=TOKYO))
    assert {row.kind for row in asked} == {"question"}
    confirmed = ColumnMap(guessed.fields)
    rows = list(read_rows(table, confirmed, month=None, today=today, zone=TOKYO))
    assert kinds(rows).count("draft") == 6


def test_the_day_of_publication_is_never_taken_for_the_day_of_the_event() -> None:
    text = "タイトル,本文,公開日時\nお知らせ,内容,2024/6/1 6:01\n"
    assert "date" not in guess_columns(open_table("x.csv", text.encode())).fields


def bomb() -> bytes:
    """A zip that calls itself a workbook and unpacks to more than we take."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    return out.getvalue()


def far_cell() -> bytes:
    """A workbook whose only cell stands in the last corner of the sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        cell = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", cell)
    return out.getvalue()


def plain_zip(name: str) -> bytes:
    """A zip with one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \r\n", "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "画像"),
        (b"\xff\xd8\xff\xe0....", "画像"),
        (plain_zip("a.txt"), "圧縮"),
        (plain_zip("word/document.xml"), "Word"),
        (b"PK\x03\x04broken", "壊れて"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "Office"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"a,b\n" * 20_001, "行が多すぎ"),
        (b"a" + b"," * 301 + b"\n", "列が多すぎ"),
        (b"x" * (10 * 1024 * 1024 + 1), "大きすぎ"),
        (bomb(), "大きくなりすぎ"),
        (far_cell(), "多すぎ"),
        (b"\x81\xff\xfe\xfd\x00\x01\x02" * 9, "ファイル"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)  # fmt: skip
def test_unreadable_files_are_named_and_we_say_what_we_take(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableFileError, match=word) as caught:
        open_table("upload", data)
    assert "CSV" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("201603.csv", date(2016, 3, 1)),
        ("2025-01-10_3e35688.xlsx", date(2025, 1, 1)),
        ("R7年2月分.xlsx", date(2025, 2, 1)),
        ("予定表.xlsx", None),
    ],
)
def test_the_month_a_file_name_tells(name: str, month: date | None) -> None:
    assert month_of(name) == month


def test_hostile_cells_stay_text() -> None:
    row = '"<script>alert(1)</script>=1+1",2月23日（日）,10:00,11:00,会館,,,\n'
    draft = read((HEADER + row).encode())[1].draft
    assert draft is not None
    assert draft.title == "<script>alert(1)</script>=1+1"
