"""Plain words that need no question: lists and labels of days, sums in two parts, counted deadlines;
and beside each the words that still do."""

from datetime import date

import pytest

from notifier.intake.reading import Reference, WhenWords, read_audience, read_fee, read_when
from notifier.intake.reading.deadline import read_deadline
from notifier.intake.reading.fees import combine

AUGUST = Reference(day=date(2027, 8, 1), known=True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8/5（木）・6（金）は10:00～12:00、8/7（土）は13:00～15:00", [5, 6, 7]),
        ("8/5（木）、6（金）、7（土）10:00～", [5, 6, 7]),
        ("8/6・20、8/27（いずれも金曜）10:00～", [6, 20, 27]),
        ("8月の予定\n・5日（木）豆まき会 10:30～11:00\n・12日（木）測定 9:30～11:30", [5, 12]),
        ("8月の活動日：5日（木）10時～、12日（木）13時～", [5, 12]),
        ("と　き：8月5日(木)10:00~11:30\nところ：ふれあいセンター2F\nもちもの：バスタオル", [5]),
        ("8月11日（山の日）10:00～", [11]),
    ],
)
def test_days_in_plain_lists_are_read(text: str, days: list[int]) -> None:
    found = read_when(WhenWords(text), reference=AUGUST)
    assert found.asks == ()
    assert [slot.day.day for slot in found.slots] == days


@pytest.mark.parametrize(
    "text",
    [
        "8月10日（山の日）10:00～",
        "8/6・20、8/27（いずれも木曜）10:00～",
        "8/5（金）・6（金）10:00～",
        "毎週木曜10:00〜（お盆休み8/12〜8/16）",
    ],
)
def test_days_that_do_not_fit_are_asked(text: str) -> None:
    assert read_when(WhenWords(text), reference=AUGUST).asks


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("毎月8の付く日 11:00～14:00　みんなの食堂", {8, 18, 28}),
        ("毎月5のつく日はお誕生日会♪10時半～", {5, 15, 25}),
        ("毎月「0」のつく日（10・20・30日） 10:00～12:00", {10, 20, 30}),
        ("毎月8の付く日（8・18・28日）10時～", {8, 18, 28}),
    ],
)
def test_days_by_their_digit(text: str, days: set[int]) -> None:
    found = read_when(WhenWords(text), reference=AUGUST)
    assert found.asks == ()
    assert {slot.day.day for slot in found.slots} == days


@pytest.mark.parametrize(
    "text",
    [
        "0・5のつく日 10:00～",
        "毎月0のつく日 10:00～",
        "8の付く日（8・19日）10時～",
        "毎週水曜 ほぼ開催 10:00～",
        "毎週水曜 夏休みひろば 10:00～",
        "月3回（第1・第3木曜）10:30～11:30",
    ],
)
def test_words_that_may_narrow_a_series_are_asked(text: str) -> None:
    assert read_when(WhenWords(text), reference=AUGUST).asks


def test_how_often_a_month_agrees_with_its_weekdays() -> None:
    found = read_when(WhenWords("月2回（第1・第3木曜）10:30～11:30"), reference=AUGUST)
    assert found.asks == ()
    assert {(slot.day.day - 1) // 7 for slot in found.slots} == {0, 2}


@pytest.mark.parametrize(
    ("text", "yen", "unit"),
    [
        ("参加費100円＋おやつ代150円", 250, ""),
        ("受講料\n500円\n材料費\n1,800円\n（保管用箱付き）", 2300, ""),
        ("１家族３００円（きょうだい何人でも同額）", 300, "組"),
        ("おひとり２００えん", 200, "人"),
        ("無料（おやつ代100円をいただきます）", 100, ""),
        ("一組¥600-（おみやげつき）", 600, "組"),
        ("1人分400円", 400, "人"),
    ],
)
def test_sums_everybody_pays(text: str, yen: int, unit: str) -> None:
    found = read_fee(text)
    assert (found.sure, found.yen, found.unit) == (True, yen, unit)


@pytest.mark.parametrize(
    "text",
    [
        "参加費100円、希望者は材料費150円",
        "大人300円＋子ども100円",
        "無料（おやつ代100円は希望者のみ）",
        "参加費100円＋材料費実費",
        "500円（きょうだいは何人でも無料）",
    ],
)
def test_sums_not_everybody_pays_are_asked(text: str) -> None:
    assert not read_fee(text).sure


def test_a_sum_beside_nothing_is_the_fee() -> None:
    assert combine("0円", "別途材料費200円").yen == 200
    assert not combine("0円", "希望者は材料費200円").sure


@pytest.mark.parametrize(
    ("cell", "on", "at"),
    [
        ("開催1週間前", "2027-08-05", None),
        ("前々日正午〆切", "2027-08-10", "12:00"),
        ("開催前日の午後3時", "2027-08-11", "15:00"),
        ("3日前", "2027-08-09", None),
        ("締切なし", None, None),
        ("期限は特に設けません", None, None),
    ],
)
def test_deadlines_counted_from_the_day(cell: str, on: str | None, at: str | None) -> None:
    found = read_deadline(cell, None, [], reference=AUGUST, days=(date(2027, 8, 12),))
    assert found.sure
    assert (str(found.on) if found.on else None) == on
    assert (f"{found.at:%H:%M}" if found.at else None) == at


@pytest.mark.parametrize("cell", ["3営業日前", "前週の金曜", "1週間前から", "前日か当日"])
def test_deadlines_counted_otherwise_are_asked(cell: str) -> None:
    found = read_deadline(cell, None, [], reference=AUGUST, days=(date(2027, 8, 12),))
    assert not found.sure


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("祖父母とお孫さん（未就学児）", (0, 83)),
        ("外国につながる親子　0-3さい", (0, 47)),
        ("発達が気になる2～5歳のお子さんと保護者", (24, 71)),
        ("幼稚園・保育園に通っていない3歳児", (36, 47)),
        ("保育園や幼稚園に行っていないお子さん", (0, 47)),
    ],
)
def test_ages_beside_words_that_are_no_age(text: str, span: tuple[int, int]) -> None:
    found = read_audience(text)
    assert (found.sure, found.min_months or 0, found.max_months) == (True, *span)


@pytest.mark.parametrize("text", ["妊娠16週以降の方とそのパートナー", "妊娠20週～の方"])
def test_weeks_of_pregnancy_are_no_age(text: str) -> None:
    found = read_audience(text)
    assert (found.sure, found.max_months, found.audiences) == (True, None, ("pregnant",))
