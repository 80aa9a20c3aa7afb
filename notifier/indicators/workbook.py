"""Figures as xlsx: the list behind a number, and the evaluation sheet.

Every text is written as text, whatever it begins with: a title that looks like a formula stays a
title in Excel.
"""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from notifier.hubs import Hub
from notifier.indicators.figure import Part
from notifier.indicators.measure import Counted
from notifier.indicators.period import Period
from notifier.indicators.sheet import Sheet
from notifier.indicators.tables import Cell, Line
from notifier.indicators.viewpoints import RATERS, SCALE
from notifier.indicators.workbook_charts import add_charts
from notifier.kit import clock
from notifier.kit.cells import Value, add_page, add_rows, to_bytes


def list_workbook(hub: Hub, counted: Counted, part: Part, *, period: Period) -> bytes:
    """One number: its definition, and one row per line of the list behind it."""
    book = Workbook()
    page = add_page(book, "一覧", (10, 60, 40))
    add_rows(
        page,
        [
            (counted.name, part.name, period.name),
            (hub.name, f"{part.said}{counted.unit_of(part)}", f"一覧 {len(part.rows)}行"),
            ("説明", counted.definition),
            ("出どころ", counted.source),
            (),
        ],
    )
    add_rows(page, [("番号", "内容", "くわしく")], bold=True)
    add_rows(page, [(row.id, row.label, row.detail) for row in part.rows])
    return to_bytes(book)


def sheet_workbook(sheet: Sheet) -> bytes:
    """The evaluation sheet: one page to fill in, one with every figure, one per table."""
    book = Workbook()
    _ratings(add_page(book, "ふりかえり", (8, 44, 40, 14, 14, 40)), sheet)
    _media(add_page(book, "媒体ごと", (30, 40, 14, 8, 18, 22, 14, 8, 18)), sheet)
    _figures(add_page(book, "数字", (26, 30, 14, 8, 60, 30)), sheet)
    years = add_page(book, "年度の比較", (32, 8, *(22,) * 6))
    rows = _years(years, sheet)
    _months(add_page(book, "月ごとの比較", (26, *(16,) * 9)), sheet)
    if sheet.counted_years:
        _counted_years(add_page(book, "五年の比較", (44, 8, *(22,) * 5)), sheet)
    add_charts(book, years, rows)
    return to_bytes(book)


def _media(page: Worksheet, sheet: Sheet) -> None:
    """Table 1; where a number came from stands beside it."""
    heads = ("媒体", "内容", "出した数", "単位", "数え方", "届く数", "値", "単位", "数え方")
    add_rows(page, [heads], bold=True)
    for one in sheet.table_1:
        times = (_value(one.times), one.times_unit, one.times.mark)
        reach = (one.reach_name, _value(one.reach), one.reach_unit, one.reach.mark)
        add_rows(page, [(one.name, one.content, *times, *reach)])


def _counted_years(page: Worksheet, sheet: Sheet) -> None:
    periods = [cell.period.name for cell in sheet.counted_years[0].cells]
    add_rows(page, [("自動で数えた数字", "単位", *periods)], bold=True)
    _lines(page, sheet.counted_years)


def _ratings(page: Worksheet, sheet: Sheet) -> None:
    """The page people fill in; both ratings and the reasons are empty."""
    when = f"{clock.say_moment(sheet.measured_at, sheet.zone)} 現在"
    add_rows(page, [(sheet.period.name, sheet.hub_name, when), (SCALE,), ()])
    add_rows(
        page, [("視点", "問い", "数字", *(f"評価（{who}）" for who in RATERS), "理由")], bold=True
    )
    for point in sheet.viewpoints:
        said = "\n".join(_sentence(one) for one in point.counted) or "（数字はありません）"
        add_rows(page, [(point.key, point.question, said, "", "", "")])


def _sentence(one: Counted) -> str:
    parts = "、".join(f"{part.name} {part.said}{one.unit_of(part)}" for part in one.parts)
    return f"{one.name}：{parts or '記録なし'}"


def _figures(page: Worksheet, sheet: Sheet) -> None:
    add_rows(page, [("数字", "内訳", "値", "単位", "説明", "出どころ")], bold=True)
    add_rows(
        page,
        [
            (
                one.name,
                part.name,
                part.said if part.is_hidden else part.measured,
                one.unit_of(part),
                one.definition,
                one.source,
            )
            for one in sheet.counted
            for part in one.parts
        ],
    )


def _years(page: Worksheet, sheet: Sheet) -> list[tuple[Line, int]]:
    """Table 2; each line with the row its numbers stand in."""
    periods = [cell.period.name for cell in sheet.table_2[0].cells]
    add_rows(page, [("数字", "単位", *periods)], bold=True)
    return _lines(page, sheet.table_2)


def _months(page: Worksheet, sheet: Sheet) -> None:
    months = [f"{cell.period.first.month}月" for cell in sheet.table_3[0].cells]
    add_rows(page, [("期間", "単位", *months, "平均")], bold=True)
    for line in sheet.table_3:
        add_rows(page, [(line.name, line.unit, *(_value(cell) for cell in line.cells), line.mean)])


def _lines(page: Worksheet, lines: Iterable[Line]) -> list[tuple[Line, int]]:
    rows = []
    for line in lines:
        add_rows(page, [(line.name, line.unit, *(_value(cell) for cell in line.cells))])
        rows.append((line, page.max_row))
        marks = [cell.mark for cell in line.cells]
        if any(marks):
            add_rows(page, [("", "", *marks)])
    return rows


def _value(cell: Cell) -> Value:
    return cell.value
