"""The evaluation sheet as Word: evidence beside each 視点, ratings and reasons left to people.

python-docx is imported when it is needed: few processes print. Every number stands in a table;
the charts below the tables show the same numbers once more.
"""

from notifier.indicators.chart import Chart, draw, months_chart, years_chart
from notifier.indicators.measure import Counted
from notifier.indicators.sheet import Sheet, Viewpoint
from notifier.indicators.tables import Cell, Line
from notifier.indicators.viewpoints import RATERS, SCALE
from notifier.indicators.word import Word
from notifier.kit import clock

CHARTED = ("line_friends", "site_page_views")


def word_sheet(sheet: Sheet) -> bytes:
    """The sheet as a .docx on A4. The same sheet gives the same bytes."""
    paper = Word(f"{sheet.period.name} ふりかえりシート", author=sheet.hub_name)
    running = "（年度の途中です）" if sheet.is_running else ""
    year = clock.local(sheet.measured_at, sheet.zone).year
    when = f"{year}年{clock.say_moment(sheet.measured_at, sheet.zone)} 現在{running}"
    paper.text(f"{sheet.hub_name}　{when}")
    paper.text(
        "数字は根拠です。評価と理由は、区と拠点がそれぞれ話し合って書きます。"
        "この仕組みが評価を付けることはありません。"
    )
    paper.text(SCALE)
    for point in sheet.viewpoints:
        _viewpoint(paper, point)
    _tables(paper, sheet)
    return paper.to_bytes(at=sheet.measured_at)


def _viewpoint(paper: Word, point: Viewpoint) -> None:
    paper.heading(f"視点{point.key}　{point.question}")
    for one in point.counted:
        paper.small_heading(one.name)
        paper.table(("内訳", "数"), _parts(one), widths=(120, 60), numbers_from=1)
        paper.note(f"{one.definition}　出どころ：{one.source}")
    if not point.counted:
        paper.text("この視点について、自動で数えている数字はまだありません。")
    paper.small_heading(f"評価と理由（視点{point.key}）")
    rows = [(who, "", "") for who in RATERS]
    paper.table(("だれが", "評価", "理由"), rows, widths=(20, 25, 135), height=18)


def _parts(one: Counted) -> list[tuple[str, str]]:
    told = [
        (part.name, part.said if part.veil else f"{part.said}{one.unit_of(part)}")
        for part in one.told
    ]
    return told or [("全体", "記録なし")]


def _tables(paper: Word, sheet: Sheet) -> None:
    paper.heading("表1　媒体ごとの発信")
    paper.table(
        ("媒体", "内容", "出した数", "届く数"),
        [
            (
                one.name,
                one.content,
                _said(one.times, one.times_unit),
                f"{one.reach_name} {_said(one.reach, one.reach_unit)}",
            )
            for one in sheet.table_1
        ],
        widths=(42, 58, 34, 46),
    )
    paper.heading("表2　年度ごとの比較")
    _years(paper, sheet.table_2)
    for line in sheet.table_2:
        if line.key in CHARTED and not line.is_empty:
            _picture(paper, years_chart(line))
    paper.heading("表3　月ごとの閲覧数の比較（公式サイト）")
    _months(paper, sheet.table_3)
    if any(not line.is_empty for line in sheet.table_3):
        _picture(paper, months_chart(sheet.table_3))
    if sheet.counted_years:
        paper.heading("自動で数えた数字の5年の比較")
        _years(paper, sheet.counted_years)
    paper.note(
        "「手入力」は、ほかの仕組みの画面を見て人が入れた数字、「計算」は表の中の数字から計算したもの、"
        "「途中」は期間が終わっていないか、入っていない月があるものです。—はわからない数字です。"
    )


def _years(paper: Word, lines: tuple[Line, ...]) -> None:
    heads = ("数字", *(f"{cell.period.first.year}年度" for cell in lines[0].cells))
    rows = [
        (f"{line.name}（{line.unit}）", *(_said(cell, "", "\n") for cell in line.cells))
        for line in lines
    ]
    wide = 180 - 50
    widths = (50, *(wide / len(lines[0].cells),) * len(lines[0].cells))
    paper.table(heads, rows, widths=widths, numbers_from=1)


def _months(paper: Word, lines: tuple[Line, ...]) -> None:
    heads = ("期間", *(f"{cell.period.first.month}月" for cell in lines[0].cells), "平均")
    rows = [
        (
            line.name,
            *(_said(cell, "", "\n") for cell in line.cells),
            "—" if line.mean is None else f"{line.mean:,}",
        )
        for line in lines
    ]
    count = len(heads) - 1
    paper.table(heads, rows, widths=(36, *(144 / count,) * count), numbers_from=1)


def _said(cell: Cell, unit: str, between: str = "　") -> str:
    return "—" if cell.value is None else f"{cell.value:,}{unit}{between}{cell.mark}"


def _picture(paper: Word, chart: Chart) -> None:
    paper.picture(draw(chart, kind="png"), said=chart.said)
