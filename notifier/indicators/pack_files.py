"""The monthly pack as xlsx and as Word."""

from openpyxl import Workbook

from notifier.indicators.pack import Pack
from notifier.indicators.word import Word
from notifier.kit import clock
from notifier.kit.cells import add_page, add_rows, to_bytes

DECISION_HEADS = ("日時", "情報", "団体", "判断", "理由", "だれが")
STATISTIC_HEADS = ("視点", "数字", "内訳", "今月", "前の月", "単位")


def pack_workbook(pack: Pack) -> bytes:
    """One sheet each for the queue, the decisions, the editions and the figures."""
    book = Workbook()
    page = add_page(book, "いまの受付", (24, 12))
    add_rows(page, [(pack.month.name, pack.hub_name), (_when(pack), ""), ()])
    add_rows(page, [("いまの状態", "件")], bold=True)
    add_rows(page, pack.queue)
    page = add_page(book, "判断", (20, 44, 26, 10, 44, 16))
    add_rows(page, [DECISION_HEADS], bold=True)
    add_rows(page, _decisions(pack))
    page = add_page(book, "便", (40, 12, 12, 12, 14))
    add_rows(page, [("便", "届けた人", "うちLINE", "うちメール", "ひらかれた回数")], bold=True)
    add_rows(page, _editions(pack))
    page = add_page(book, "数字", (6, 40, 30, 14, 14, 8, 70))
    add_rows(page, [(*STATISTIC_HEADS, "数え方")], bold=True)
    add_rows(page, [(*row, one.definition) for row, one in zip(_statistics(pack), pack.statistics, strict=True)])  # fmt: skip
    add_rows(page, [("", name, "手入力", said, "", "") for name, said in pack.typed])
    return to_bytes(book)


def pack_word(pack: Pack) -> bytes:
    """The same for the table of the meeting, with room for what is decided there."""
    paper = Word(f"{pack.month.name} 定例会の資料", author=pack.hub_name)
    paper.text(f"{pack.hub_name}　{_when(pack)}")
    paper.heading("いまの受付")
    paper.table(
        ("いまの状態", "件"),
        [(name, f"{count:,}") for name, count in pack.queue],
        widths=(60, 30),
        numbers_from=1,
    )
    paper.heading(f"この月の判断（{len(pack.decisions):,}件）")
    if pack.decisions:
        paper.table(DECISION_HEADS, _decisions(pack), widths=(24, 48, 32, 16, 40, 20))
    else:
        paper.text("この月に判断したものはありません。")
    paper.heading("送った便・紙面")
    if pack.editions:
        heads = ("便", "届けた人", "うちLINE", "うちメール", "ひらかれた回数")
        rows = [tuple(str(value) for value in row) for row in _editions(pack)]
        paper.table(heads, rows, widths=(80, 24, 24, 24, 28), numbers_from=1)
    else:
        paper.text("この月の便はありません。")
    paper.heading("この月の数字")
    paper.table(STATISTIC_HEADS, _statistics(pack), widths=(12, 58, 46, 24, 24, 16))
    if pack.typed:
        paper.table(("手入力の数字", "値"), pack.typed, widths=(100, 40), numbers_from=1)
    paper.heading("話し合ったこと・決まったこと")
    paper.table(("ことがら", "決まったこと"), [("", "")] * 4, widths=(70, 110), height=16)
    return paper.to_bytes(at=pack.measured_at)


def _when(pack: Pack) -> str:
    running = "（月の途中です）" if pack.is_running else ""
    year = clock.local(pack.measured_at, pack.zone).year
    return f"{year}年{clock.say_moment(pack.measured_at, pack.zone)} 現在{running}"


def _decisions(pack: Pack) -> list[tuple[str, ...]]:
    return [
        (
            clock.say_moment(one.at, pack.zone),
            one.title,
            one.group,
            one.what,
            one.reason,
            one.by,
        )
        for one in pack.decisions
    ]


def _editions(pack: Pack) -> list[tuple[str | int, ...]]:
    return [
        (
            one.title,
            one.reached,
            one.readers.get("line", 0),
            one.readers.get("email", 0),
            one.taps_said if one.readers else "—",
        )
        for one in pack.editions
    ]


def _statistics(pack: Pack) -> list[tuple[str, ...]]:
    return [
        (one.viewpoint, one.name, one.part_name, one.now, one.before, one.unit)
        for one in pack.statistics
    ]
