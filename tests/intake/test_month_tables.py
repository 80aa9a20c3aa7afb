"""The monthly table a circle hands out: days as numbers, 〃 for the row above, a title over it."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from notifier.intake.sources.spreadsheet import RowResult, open_table
from notifier.kit.clock import TOKYO
from tests.intake.test_spreadsheet import HEADER, ROW, read

HEAD = ("日", "曜", "行事名", "時間", "会場", "対象")
ROWS = (
    (1, "火", "おはなし会", "10:00〜10:30", "図書館", "1歳児"),
    (None, None, "計測の日", "13:00〜15:00", "〃", "〃"),
    (8.0, "火", "リトミック", "10:00〜11:00", "同上", "2歳児"),
)


def workbook(title: str, sheet: str = "Sheet1") -> bytes:
    """The table with the first day merged over its two rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in ((title,), HEAD, *ROWS):
        page.append(row)
    page.merge_cells("A3:A4")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def starts(rows: list[RowResult]) -> list[datetime]:
    return [row.draft.occurrences[0].starts_at for row in rows if row.draft]


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("令和8年12月 行事予定表", "Sheet1"),
        ("行事予定表", "2026年12月"),
        ("２０２６年１２月号", "予定"),
    ],
)
def test_days_as_numbers_belong_to_the_month_over_the_table(title: str, sheet: str) -> None:
    rows = read(workbook(title, sheet), "yotei.xlsx")
    assert [row.kind for row in rows] == ["rejected", "rejected", "draft", "draft", "draft"]
    assert starts(rows) == [
        datetime(2026, 12, 1, 10, tzinfo=TOKYO),
        datetime(2026, 12, 1, 13, tzinfo=TOKYO),
        datetime(2026, 12, 8, 10, tzinfo=TOKYO),
    ]


@pytest.mark.parametrize("title", ["行事予定表", "令和8年11月10日現在", "2026年11月10日作成"])
def test_without_a_month_it_is_asked_for(title: str) -> None:
    assert open_table("yotei.xlsx", workbook(title)).month is None
    asks = [row.message for row in read(workbook(title), "yotei.xlsx") if row.kind == "question"]
    assert len(asks) == 3
    assert "「1日」は何月ですか" in asks[0]


def test_the_file_name_goes_before_the_title() -> None:
    found = open_table("2027-01.xlsx", workbook("令和8年12月 行事予定表"))
    assert found.month == date(2027, 1, 1)


def test_a_ditto_sign_says_what_stands_above_and_arrives_as_it_is() -> None:
    ditto = "えほんの会,〃,〃,〃,〃,〃,〃,同上\n"
    *_, first, blank, second = read((HEADER + ROW + ",,,,,,,\n" + ditto).encode())
    assert (first.kind, blank.kind, second.kind) == ("draft", "rejected", "draft")
    assert first.draft
    assert second.draft
    assert second.draft.title == "えほんの会"
    assert second.draft.occurrences == first.draft.occurrences
    assert second.draft.place_name == "地区センター"
    assert (second.draft.max_months, second.draft.fee_yen) == (83, 0)
    assert second.cells[4] == "〃"


def test_a_ditto_sign_with_nothing_above_stays() -> None:
    (_, row) = read((HEADER + ROW.replace("地区センター,乳幼児", "〃,乳幼児")).encode())
    assert row.draft
    assert row.draft.place_name == "〃"


def test_a_long_number_is_no_day() -> None:
    (_, row) = read((HEADER + ROW.replace("2月23日（日）", "0123")).encode())
    assert row.kind == "question"
