"""A day with hours of its own, reception before the start, marks and open ends, days closed: each in
several spellings, and beside them what must be asked."""

from datetime import date, time

import pytest

from notifier.intake.reading import Reference, When, WhenWords, read_when
from notifier.intake.reading.understand import Understood, understand

OCTOBER = Reference(day=date(2027, 10, 1), known=True)
PERIOD = {"date": "10月1日～10月31日"}
TWO_DAYS = {"date": "10月12日(火)・26日(火)", "start": "10:00", "end": "11:30"}


def when(text: str, start: object = "", end: object = "") -> When:
    return read_when(WhenWords(dates=text, start=start, end=end), reference=OCTOBER)


def told(found: When) -> list[tuple[int, str, str]]:
    """Day of the month, start and end of each occurrence."""
    return [(s.day.day, _clock(s.start), _clock(s.end)) for s in found.slots]


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


@pytest.mark.parametrize(
    "own",
    [
        "(26日のみ10:00～12:00)",
        "（26日は10:00～12:00）",
        "※26日は10時～12時",
        "ただし26日のみ10:00～12:00",
        "、10/26だけ10:00～12:00",
        "（26日は12:00まで）",
    ],
)
def test_one_of_the_days_has_hours_of_its_own(own: str) -> None:
    found = when(f"10/12,19,26（火）10:00～11:30{own}")
    usual = ("10:00", "11:30")
    assert found.asks == ()
    assert told(found) == [(12, *usual), (19, *usual), (26, "10:00", "12:00")]


@pytest.mark.parametrize(
    "own",
    [
        "（26日は13時から）",
        "（26日のみ13時～15時も）",
        "、26日13時～15時",
        "※26日は13時～12時",
        "（26日は①10時～11時②13時～14時）",
    ],
)
def test_own_hours_that_may_mean_more_are_asked(own: str) -> None:
    assert when(f"10/12,19,26（火）10:00～11:30{own}").asks


def test_another_day_after_the_hours_is_one_more_day() -> None:
    found = when("10月12日(火)10時～12時、26日のみ13時～14時")
    assert found.asks == ()
    assert told(found) == [(12, "10:00", "12:00"), (26, "13:00", "14:00")]


def test_one_day_named_twice_has_two_sittings() -> None:
    found = when("10/16（土）10:00～12:00、10/16（土）13:00～15:00")
    assert found.asks == ()
    assert told(found) == [(16, "10:00", "12:00"), (16, "13:00", "15:00")]


@pytest.mark.parametrize(
    "remark",
    [
        "26日は親子遠足のため9:30集合、15:00解散",
        "26日のみ13時から",
        "10/26は午後1時30分～",
        "※26日(火)は終了が12時になります",
        "10月26日だけ9:30開始です。",
    ],
)
def test_a_remark_with_other_hours_for_one_day_is_asked(remark: str) -> None:
    assert understand({**TWO_DAYS, "remarks": remark}, reference=OCTOBER).asked("when")


@pytest.mark.parametrize(
    "remark",
    [
        "26日は10時から身体測定をします",
        "申込は10月12日は9時から電話で",
        "30日は13時から別の行事です",
        "26日はお誕生日会です",
    ],
)
def test_a_remark_on_something_else_is_not_asked(remark: str) -> None:
    assert not understand({**TWO_DAYS, "remarks": remark}, reference=OCTOBER).asked("when")


@pytest.mark.parametrize(
    "reception",
    [
        "（9:50までに集合）",
        "（9:50までにお集まりください）",
        " ※9時50分までに受付を済ませてください",
        " 9:50までにご来場ください",
        "（10分前までにお越しください）",
        " ※開始10分前に集合",
        "（受付は各15分前から）",
    ],
)
def test_until_when_to_arrive_is_no_sitting(reception: str) -> None:
    found = when(f"10月26日（火）10:00～11:30{reception}")
    assert found.asks == ()
    assert told(found) == [(26, "10:00", "11:30")]


def test_an_end_alone_beside_a_sitting_is_asked() -> None:
    assert when("10月26日(火)", "10:00～11:30、9:50まで").asks


@pytest.mark.parametrize(
    "text",
    [
        "①10/7(木)10時～ 0歳\n②10/14(木)10時～ 1歳\n③10/21(木)10時～ 2歳以上",
        "10/7(木)10時～\n10/14(木)10時～\n10/21(木)10時～",
        "・10/7(木)10時～\n・10/14(木)10時～\n・10/21(木)10時～",
    ],
)
def test_open_ends_of_a_list_are_no_nights(text: str) -> None:
    found = when(text)
    assert found.asks == ()
    assert told(found) == [(7, "10:00", ""), (14, "10:00", ""), (21, "10:00", "")]


def test_from_one_day_to_another_goes_on() -> None:
    found = when("10月16日(土)13:00～17日(日)11:00 一泊キャンプ")
    assert found.asks == ()
    assert [(s.day.day, s.last and s.last.day, s.start, s.end) for s in found.slots] == [
        (16, 17, time(13), time(11))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "10月7日(木)10時～ 10月14日(木)13時",
        "10月7日(木)10時～、10月8日(金)15時",
        "10月7日(木)10時～\n10月8日(金)15時",
        "10月7日(木)13時～10月8日(金)",
        "10月7日(木)10時～12時、14日(木)は11時まで",
    ],
)
def test_what_may_go_on_or_be_one_more_start_is_asked(text: str) -> None:
    assert when(text).asks


@pytest.mark.parametrize(
    "rain",
    [
        " ※雨天時は17日(日)13:00～",
        "（雨天時は17日(日)13時～15時）",
        " 雨天の場合23日(土)10:00～に延期",
    ],
)
def test_the_hour_of_a_day_in_reserve_is_no_sitting(rain: str) -> None:
    found = when(f"10月16日(土)10:00～12:00{rain}")
    assert found.asks == ()
    assert told(found) == [(16, "10:00", "12:00")]


def test_the_hours_behind_a_day_in_reserve_are_the_event_s() -> None:
    found = when("10月15日（金）※雨天順延22日（金） 9:30～11:30")
    assert told(found) == [(15, "09:30", "11:30")]


@pytest.mark.parametrize("text", ["10時カラ11時マデ", "10時ｶﾗ11時ﾏﾃﾞ", "10時ヨリ11時マデ"])
def test_katakana_says_from_and_until(text: str) -> None:
    found = when(f"10月14日(木){text}")
    assert found.asks == ()
    assert told(found) == [(14, "10:00", "11:00")]


@pytest.mark.parametrize(
    ("start", "end", "sittings"),
    [
        ("10:00～12:00", "13:00～15:00", [("10:00", "12:00"), ("13:00", "15:00")]),
        ("①10:00～12:00", "②13:00～15:00", [("10:00", "12:00"), ("13:00", "15:00")]),
        ("10:00～12:00", "12:00", [("10:00", "12:00")]),
        ("10:00", "10:00～12:00", [("10:00", "12:00")]),
    ],
)
def test_whole_sittings_in_start_and_end(
    start: str, end: str, sittings: list[tuple[str, str]]
) -> None:
    found = when("10月30日（土）", start, end)
    assert found.asks == ()
    assert [(a, b) for _, a, b in told(found)] == sittings


@pytest.mark.parametrize(
    ("start", "end"),
    [("10:00～12:00", "15:00"), ("10:00～12:00", "11:00～13:00"), ("10:00", "11:00～12:00")],
)
def test_cells_that_do_not_fit_are_asked(start: str, end: str) -> None:
    assert when("10月30日（土）", start, end).asks


@pytest.mark.parametrize(
    "text",
    [
        "10月24日(日)※申込〆切10月15日(金)　時間 10：00から12：00まで",
        "10月24日(日)※申込は10/1(金)から 時間：10:00～12:00",
        "10月24日(日) ※予約は10月10日まで 時刻 10:00～12:00",
    ],
)
def test_the_next_label_ends_what_is_said_of_applying(text: str) -> None:
    found = when(text)
    assert found.asks == ()
    assert told(found) == [(24, "10:00", "12:00")]


def test_hours_that_stand_with_the_application_only_are_asked() -> None:
    assert when("10月24日(日) ※申込：10月15日(金) 10:00～12:00 電話で").asks


def weekdays(text: str) -> set[int]:
    found = when(text)
    assert found.asks == ()
    return {slot.day.weekday() for slot in found.slots}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("毎週月～土曜 9:30～16:00 日曜・祝日休館", {0, 1, 2, 3, 4, 5}),
        ("毎週月～土曜、日曜・祝日休館", {0, 1, 2, 3, 4, 5}),
        ("月曜日～土曜日 9:30～16:00（日曜日・祝日は休館）", {0, 1, 2, 3, 4, 5}),
        ("毎日10時～16時 月曜・祝日休館", {1, 2, 3, 4, 5, 6}),
        ("毎週月～金曜 9:30～16:00 土日祝休館", {0, 1, 2, 3, 4}),
        ("毎週火・木曜、祝日休み", {1, 3}),
        ("毎週土日 10時～、祝日休み", {5, 6}),
        ("第2・4土曜 10:00～ 日曜・祝日休館", {5}),
    ],
)
def test_closed_weekdays_are_not_days_of_the_rule(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize(
    "text", ["毎週土曜、日曜・祝日休み", "毎週月～木曜、土曜・祝日休館", "毎週火曜 木曜・祝日休み"]
)
def test_weekdays_that_may_be_open_or_closed_are_asked(text: str) -> None:
    assert when(text).asks


@pytest.mark.parametrize("closed", ["※日曜・祝日はお休み", "日曜休み", "（土日祝は除く）"])
def test_closed_weekdays_count_for_days_by_their_digit(closed: str) -> None:
    days = [slot.day for slot in when(f"毎月7の付く日 10～12時 {closed}").slots]
    assert date(2027, 10, 27) in days
    assert date(2027, 11, 7) not in days


def period(**beside: str) -> Understood:
    return understand({**PERIOD, **beside}, reference=OCTOBER)


@pytest.mark.parametrize(
    "beside",
    [
        {"remarks": "不定期で土曜日"},
        {"remarks": "毎週土曜日"},
        {"remarks": "開催日はホームページをご覧ください"},
        {"body": "日時：10月2日(土)、9日(土)、16日(土)"},
        {"body": "開催日　10月2日(土曜日)3日(日曜日)9日(土曜日)31日(日曜日)"},
        {"body": "日程は施設により異なります"},
    ],
)
def test_a_period_narrowed_elsewhere_is_asked(beside: dict[str, str]) -> None:
    assert period(**beside).asked("when")


@pytest.mark.parametrize(
    "beside",
    [
        {"body": "日時：10月1日(金)から10月31日(日)まで"},
        {"remarks": "詳しくはホームページをご覧ください"},
        {"body": "毎日楽しく遊べます"},
    ],
)
def test_a_period_nobody_narrows_is_not_asked(beside: dict[str, str]) -> None:
    assert not period(**beside).asked("when")
