"""Hub and ward prepare the evaluation: one click, every figure traceable, no letter computed."""

import io
import re
from datetime import date
from html import unescape

import docx
from openpyxl import load_workbook

from notifier.cli.practice.browser import Browser
from tests.walks.test_saturday import join_by_mail
from tests.walks.town import HERE, NEXT_DOOR, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
MARK = "（つばき）"
TITLES = (f"つばき文庫{MARK}", f"つばき体操{MARK}")
ON_LINE, BY_MAIL = "U" + "7" * 32, "tsubaki@example.jp"
FRIENDS = 1_508
SHEET = "/desk/figures/sheet/2026"


def test_the_sheet_of_the_year_stands_on_lists(town: Town) -> None:
    an_ordinary_week_goes_by(town)
    office = town.staff("editor")
    a_number_from_elsewhere_is_typed(office)
    every_counted_number_opens_its_list(office)
    a_list_is_a_file_too(office)
    the_sheet_says_where_each_figure_is_from(office)
    word_and_excel_say_the_same(office)
    nobody_rates_but_people(office)
    next_year_is_compared_by_itself(office)
    the_neighbours_are_not_in_it(town)


def an_ordinary_week_goes_by(town: Town) -> None:
    town.follow(ON_LINE)
    join_by_mail(town, BY_MAIL)
    for title in TITLES:
        town.hand_in(title, date(2026, 11, 25))
        town.approve(title)
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))


def a_number_from_elsewhere_is_typed(office: Browser) -> None:
    page = office.get("/desk/figures")
    boxes = {"key": "line_friends", "period": "FY2025", "value": f"{FRIENDS:,}"}
    done = office.send(page, "/desk/figures", **boxes, note="LINEの管理画面")
    assert f"2025年度（令和7年度）のLINEの友だち数を {FRIENDS:,}人 と入れました" in done.text


def every_counted_number_opens_its_list(office: Browser) -> None:
    """What the page counts is as long as the list behind it, or hidden because it is small."""
    page = office.get("/desk/figures").text
    links = re.findall(
        r'href="(/desk/figures/(?!sheet|month|costs|chart)[\w-]+\?[^"]*part=[^"]*)"', page
    )
    assert len(links) > 20
    opened = 0
    for link in list(dict.fromkeys(map(unescape, links)))[:24]:
        listed = office.get(link).text
        assert "数え方" in listed
        assert "出どころ" in listed
        number = re.search(r'class="big-number">\s*([\d,]+|20未満|記録なし|—)', listed)
        length = re.search(r"もとになった一覧（([\d,]+)件）", listed)
        if number and length and "件" in (unit_of(listed) or ""):
            assert number[1] == length[1], link
            opened += 1
    assert opened > 5


def unit_of(page: str) -> str | None:
    found = re.search(r'class="big-number">\s*[\d,]+\s*(\S+?)\s*<', page)
    return found[1] if found else None


def a_list_is_a_file_too(office: Browser) -> None:
    """The whole ward's items, as a workbook for the meeting."""
    listed = office.get("/desk/figures/listings_by_district?period=FY2026&part=").text
    link = re.search(r'href="(/desk/figures/listings_by_district\.xlsx[^"]*)"', listed)
    assert link
    book = load_workbook(io.BytesIO(office.file(unescape(link[1]))))
    words = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert all(any(title in word for word in words) for title in TITLES)


def the_sheet_says_where_each_figure_is_from(office: Browser) -> None:
    sheet = office.get(SHEET).text
    for viewpoint in "アイウエオカキ":
        assert f"視点{viewpoint}" in sheet
    for table in ("表1　媒体ごとの発信", "表2　年度ごとの比較", "表3　月ごとの閲覧数の比較"):
        assert table in sheet
    assert "年度の途中です" in sheet
    row = re.search(r'<th scope="row">LINEの友だち数（人）</th>(.*?)</tr>', sheet, re.DOTALL)
    assert row
    assert re.search(rf'{FRIENDS:,}<span class="mark">手入力', row[1])
    assert sheet.count("出どころ：") >= 7
    assert "20未満" in sheet, "few people are no number"


def word_and_excel_say_the_same(office: Browser) -> None:
    paper = docx.Document(io.BytesIO(office.file(f"{SHEET}.docx")))
    words = " ".join(
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )
    assert f"{FRIENDS:,}" in words
    assert "手入力" in words
    book = load_workbook(io.BytesIO(office.file(f"{SHEET}.xlsx")))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FRIENDS in cells, "a number in a cell, to reckon with"
    assert any("手入力" in str(value) for value in cells)


def nobody_rates_but_people(office: Browser) -> None:
    sheet = office.get(SHEET).text
    rated = re.findall(r'<table class="to-fill">.*?</table>', sheet, re.DOTALL)
    assert len(rated) == 7
    for table in rated:
        cells = re.findall(r"<td>(.*?)</td>", table)
        assert len(cells) >= 4
        assert set(cells) == {""}
    assert "この仕組みが評価を付けることはありません" in sheet


def next_year_is_compared_by_itself(office: Browser) -> None:
    """2025 stands beside 2024 with the change, and a year that has not begun is refused kindly."""
    sheet = office.get("/desk/figures/sheet/2025").text
    row = re.search(r'<th scope="row">LINEの友だち数（人）</th>(.*?)</tr>', sheet, re.DOTALL)
    assert row
    assert "1,164" in row[1]
    assert f"前年度から +{FRIENDS - 1_164:,}" in row[1]
    early = office.get("/desk/figures/sheet/2027")
    assert early.status == 400
    assert "まだ始まっていません" in early.text


def the_neighbours_are_not_in_it(town: Town) -> None:
    theirs = town.staff("editor", NEXT_DOOR).get(SHEET).text
    assert f"{FRIENDS:,}" not in theirs
    assert "西区" not in theirs
    ours = town.staff("editor", HERE).get(SHEET).text
    assert "港北" not in ours
