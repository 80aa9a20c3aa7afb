"""The ward's own paper: its house order, a missing fee is free, nothing invented."""

from dataclasses import replace
from datetime import date

from notifier.editions.formats.ward import in_house_order
from notifier.editions.paper import PaperItem, paper_item
from tests.shelves.test_formats import snapshot

ORDER = ["行事名", "日時", "会場", "費用", "内容", "対象・定員", "申込み", "問合せ", "共催"]


def item(**facts: object) -> PaperItem:
    return replace(paper_item(snapshot(), 1, date(2026, 11, 1), {}), **facts)  # type: ignore[arg-type]


def test_the_house_order() -> None:
    whole = item(
        title="あそぶ会", when="22日(日) 10:00–11:00", place="会館", fee="300円", body="あそぶ。",
        audience="0歳", capacity="10組 先着", apply="電話で", apply_by="", contact="045-000-0000",
        organiser="うめの会",
    )  # fmt: skip
    rows = in_house_order(whole, hub_name="拠点")
    assert [label for label, _ in rows] == ORDER
    assert dict(rows)["対象・定員"] == "0歳、10組 先着"


def test_what_that_paper_leaves_out() -> None:
    rows = dict(
        in_house_order(
            item(fee="無料", apply="申込不要", apply_by="", organiser="拠点", body=""),
            hub_name="拠点",
        )
    )
    assert "費用" not in rows, "there a missing fee means free"
    assert rows["申込み"] == "当日直接"
    assert "共催" not in rows
    assert "内容" not in rows


def test_a_deadline_is_never_read_as_no_application() -> None:
    rows = dict(
        in_house_order(
            item(apply="会員は不要、ほかの方は電話", apply_by="【申込締切】5日(土)"), hub_name="x"
        )
    )
    assert rows["申込み"] == "会員は不要、ほかの方は電話　【申込締切】5日(土)"


def test_only_a_whole_text_says_that_nobody_applies() -> None:
    booked = "前日までに電話で予約（キャンセルの連絡は不要）"
    rows = dict(in_house_order(item(apply=booked, apply_by=""), hub_name="x"))
    assert rows["申込み"] == booked
    for words in ("申込みは不要です。", "申し込み不要", "いりません", "当日直接会場へ"):
        rows = dict(in_house_order(item(apply=words, apply_by=""), hub_name="x"))
        assert rows["申込み"] == "当日直接", words
