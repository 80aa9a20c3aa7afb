"""Words beside an answer: who comes with a child, places in a remark, newcomers only, days of rain."""

from datetime import date

import pytest

from notifier.intake.reading import Reference, read_audience, read_capacity
from notifier.intake.reading.application import read_application
from notifier.intake.reading.understand import Understood, understand

JUNE = Reference(day=date(2027, 6, 1), known=True)


def read(**cells: str) -> Understood:
    return understand({"date": "6月12日(土)", **cells}, reference=JUNE)


@pytest.mark.parametrize(
    "text",
    [
        "小学生（1～3年生は保護者同伴）",
        "小学生（3年生以下は保護者と一緒に）",
        "小学生 ※低学年の児童は保護者の付き添いが必要です",
        "小学生。8歳未満は大人の同伴をお願いします。",
        "小学生（低学年は、おうちの人といっしょ）",
    ],
)
def test_who_comes_with_a_child_does_not_narrow_the_ages(text: str) -> None:
    found = read_audience(text)
    assert (found.min_months, found.max_months) == (72, 155)


@pytest.mark.parametrize(
    ("text", "span"),
    [("1～3歳児と保護者", (12, 47)), ("小学1～3年生（保護者同伴）", (72, 119))],
)
def test_a_child_with_a_parent_is_the_audience(text: str, span: tuple[int, int]) -> None:
    found = read_audience(text)
    assert (found.sure, found.min_months, found.max_months) == (True, *span)


@pytest.mark.parametrize(
    "cells",
    [
        {"remarks": "※先着8組・要予約"},
        {"remarks": "要予約（先着順：8組）"},
        {"apply": "先着8組、電話で申込み"},
        {"body": "楽しく作ります。定員は、各教室8組です。先着順。"},
        {"remarks": "8組限定、先着順です"},
    ],
)
def test_places_told_outside_their_column(cells: dict[str, str]) -> None:
    found = read(**cells).capacity
    assert (found.number, found.unit, found.how) == (8, "組", "first_come")


@pytest.mark.parametrize(
    "remark",
    [
        "先着50名様に風船をプレゼント",
        "託児は先着8名",
        "おみやげは先着30組まで",
        "1家族2名まで",
        "会場は8人掛けの席です",
    ],
)
def test_a_number_of_something_else_is_no_capacity(remark: str) -> None:
    assert read(remarks=remark).capacity.number is None


@pytest.mark.parametrize(
    "text",
    [
        "定員20組になり次第〆切",
        "20組に達し次第締め切ります",
        "20組（満員になり次第終了）",
        "20組で埋まり次第締切",
        "定員20組に達した時点で終了",
        "先着20組",
    ],
)
def test_closed_when_full_is_first_come(text: str) -> None:
    found = read_capacity(text)
    assert (found.number, found.unit, found.how) == (20, "組", "first_come")


@pytest.mark.parametrize("text", ["20組", "20組（応募多数のときは抽選）", "20組程度"])
def test_a_number_alone_does_not_say_how(text: str) -> None:
    assert read_capacity(text).how != "first_come"


@pytest.mark.parametrize(
    "text",
    [
        "初回のみ登録が必要です",
        "初めての方は要予約",
        "新規の方のみ申込みが必要",
        "利用登録が必要です",
        "未登録の方は受付で登録をお願いします",
    ],
)
def test_what_only_some_have_to_do_is_not_sure(text: str) -> None:
    assert not read_application(text).sure


@pytest.mark.parametrize("text", ["要予約。初めての方も歓迎です", "事前申込が必要です"])
def test_what_all_have_to_do_is_sure(text: str) -> None:
    found = read_application(text)
    assert (found.sure, found.needed) == (True, True)


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("雨の場合はお休みです。当日7時に判断します", ("off", "off")),
        ("雨の日は中止", ("off", "off")),
        ("雨なら休みます", ("off", "off")),
        ("台風のときは中止します", (None, "off")),
        ("雨の日は室内で行います", ("on", None)),
        ("雨の日でも楽しめるあそび", (None, None)),
    ],
)
def test_rain_in_a_remark(remark: str, told: tuple[str | None, str | None]) -> None:
    found = read(remarks=remark).weather
    assert (found.light_rain, found.storm) == told


@pytest.mark.parametrize(
    "remark",
    [
        "申込みは、前の週の土曜日までです",
        "申込は前週の金曜日までに電話で",
        "その週の月曜日までに予約してください",
        "予約は前の金曜日まで",
    ],
)
def test_a_deadline_counted_in_weeks_is_asked(remark: str) -> None:
    assert not read(remarks=remark).deadline.sure
