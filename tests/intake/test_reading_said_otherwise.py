"""Changes, 「8のつく日」, 次回は, sums in kanji, plain answers about applying: read where it is sure."""

from datetime import date

import pytest

from notifier.intake.reading import Reference, WhenWords, read_fee, read_when
from notifier.intake.reading.application import read_application
from notifier.intake.reading.deadline import read_deadline
from notifier.intake.reading.said_otherwise import plainly

JANUARY = Reference(day=date(2027, 1, 1), known=True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3月5日→8日に変更", ["03-08"]),
        ("3月5日(金)→3月12日(金)に変更しました。", ["03-12"]),
        ("2月6日、3月5日から8日に変更", ["02-06", "03-08"]),
        ("次回は3月5日", ["03-05"]),
        ("次回の開催日：3月5日(金)", ["03-05"]),
    ],
)
def test_one_day_is_meant(text: str, days: list[str]) -> None:
    found = read_when(WhenWords(dates=text), reference=JANUARY)
    assert found.asks == ()
    assert [f"{slot.day:%m-%d}" for slot in found.slots] == days


def test_days_that_end_with_a_digit() -> None:
    found = read_when(WhenWords(dates="毎月8のつく日"), reference=JANUARY)
    assert (found.asks, found.endless) == ((), True)
    assert {slot.day.day for slot in found.slots} == {8, 18, 28}


@pytest.mark.parametrize("text", ["3月28日→4日に変更", "3のつく日", "2月5日、次回は3月5日"])
def test_what_may_mean_two_things_is_asked(text: str) -> None:
    assert read_when(WhenWords(dates=text), reference=JANUARY).asks


def test_other_words_stay_as_they_came() -> None:
    for text in ("１２月５日（土）", "5日から8日", "変更の場合あり"):
        assert plainly(text) is text


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("千円", 1_000), ("参加費五百円", 500), ("1人千五百円", 1_500), ("一万二千円", 12_000),
        ("百十円", 110), ("二、三百円", None), ("数百円", None), ("千円程度", None),
    ],
)  # fmt: skip
def test_sums_in_kanji(text: str, yen: int | None) -> None:
    assert read_fee(text).yen == yen


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("必要\nEメール（事業名・希望クラス・氏名）で体育館へ", True),
        ("電話045-000-0000で保育園へ", True),
        ("事前に申し込みが必要ですので、お問い合わせください。", True),
        ("予約不要\n参加申込方法\n直接会場へお越しください", False),
        ("申込不要（託児希望の方のみ要予約）", False),
        ("観覧希望者は、当日直接会場へお越しください。", False),
        ("必要\n当日は直接会場へ", None),
        ("一部の講座は申込みが必要", None),
        ("電話 045-000-0000", None),
    ],
)
def test_whether_one_applies(text: str, needed: bool | None) -> None:
    found = read_application(text)
    assert (found.needed, found.sure) == (needed, needed is not None)


@pytest.mark.parametrize(
    ("text", "on", "sure"),
    [
        ("はがき(1月24日必着)。電話は1月24日まで", date(2027, 1, 24), True),
        ("はがきは1月24日必着、電話は1月26日まで", None, False),
        ("1月24日17時まで、窓口は1月24日15時まで", None, False),
    ],
)
def test_ends_that_agree_are_one(text: str, on: date | None, sure: bool) -> None:
    found = read_deadline("", "", [text], reference=JANUARY, days=(date(2027, 2, 15),))
    assert (found.on, found.sure) == (on, sure)


@pytest.mark.parametrize("text", ["受付中", "通年", "受付時間：9時〜17時（月曜休館）"])
def test_no_end_is_surely_none(text: str) -> None:
    found = read_deadline(text, "", [], reference=JANUARY, days=(date(2027, 2, 15),))
    assert (found.on, found.sure) == (None, True)
