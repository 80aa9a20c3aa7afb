"""Hard strings met in real lists, one test each, with the occurrences a person would read."""

from datetime import date, time

import pytest

from notifier.intake.reading.body import cancelled, read_body, stale
from notifier.intake.reading.none_words import nothing
from tests.intake.hard_strings import read, said


def test_leaked_weekday_code_keeps_the_date_and_is_flagged() -> None:
    when = read("2月12日(aaa)", start="10:30", end="12:30")
    assert said(when) == ["2025-02-12 10:30-12:30"]
    assert when.flags
    assert not when.asks


def test_mixed_brackets_and_the_year_only_at_the_end() -> None:
    when = read("12月24日(火）～令和7年2月9日(日)", start="09:00", end="17:00")
    assert said(when) == ["2024-12-24~2025-02-09 09:00-17:00"]
    assert when.asks == ()


def test_no_year_takes_the_year_whose_weekday_fits() -> None:
    assert said(read("2月23日（日）")) == ["2025-02-23"]
    assert read("2月23日（日）").asks == ()


def test_weekday_that_disagrees_is_asked() -> None:
    assert "日曜日です" in read("2月23日（月）").asks[0]


def test_weekday_of_last_year_is_not_quietly_taken_as_last_year() -> None:
    when = read("2月23日(金)")  # fits 2024, eleven months ago
    assert said(when) == ["2025-02-23"]
    assert when.asks


def test_circled_numbers_join_three_cells() -> None:
    when = read("①1月11日（土）\n②1月12日（日）", start="①9：00\n②9：00", end="①16：00\n②15：00")
    assert said(when) == ["2025-01-11 09:00-16:00", "2025-01-12 09:00-15:00"]
    assert when.asks == ()


def test_circled_numbers_that_do_not_match_are_asked() -> None:
    when = read("①1月11日（土）\n②1月12日（日）", start="①9：00\n②9：00\n③10：00", end="")
    assert any("①②" in ask for ask in when.asks)


def test_one_day_with_four_sessions() -> None:
    when = read(
        "5月3日(土・祝)",
        start="①10:30\n②11:15\n③13:00\n④13:45",
        end="①11:00\n②11:45\n③13:30\n④14:15",
        month=date(2025, 5, 1),
    )
    assert said(when) == [
        "2025-05-03 10:30-11:00",
        "2025-05-03 11:15-11:45",
        "2025-05-03 13:00-13:30",
        "2025-05-03 13:45-14:15",
    ]
    assert when.asks == ()


def test_bracketed_days_are_over_and_the_year_turns() -> None:
    text = (
        "（6月13日、6月27日、7月11日、7月25日、8月22日、9月12日、9月26日、10月10日、10月24日、11月14日、"
        "11月28日、12月12日、1月9日、）1月23日、2月13日、2月27日\nいずれも（木）"
    )
    assert said(read(text)) == ["2025-01-23", "2025-02-13", "2025-02-27"]
    assert read(text).asks == ()


def test_three_days_each_with_its_own_hour() -> None:
    when = read(
        "5月18日(月)～20日(水)予定",
        start="【5月18日（月）】\n午後７時\n【5月19日（火）】\n午後６時\n【5月20日（水）】\n午後７時半",
        end="-",
        month=date(2026, 5, 1),
    )
    assert said(when) == ["2026-05-18 19:00", "2026-05-19 18:00", "2026-05-20 19:30"]
    assert when.asks == ()


def test_end_that_depends_on_the_weekday_stays_a_note() -> None:
    when = read("1月17日(金)", start="9:30", end="17：00（金、土は19:00まで）")
    assert said(when) == ["2025-01-17 09:30-17:00"]
    assert when.slots[0].note == "金、土は19:00まで"
    assert when.asks == ()


def test_until_the_material_is_gone() -> None:
    when = read("3月15日(土)", start="10:00", end="16:00\n※材料無くなり次第終了")
    assert said(when) == ["2025-03-15 10:00-16:00"]
    assert "無くなり次第" in when.slots[0].note


@pytest.mark.parametrize("text", ["随時（要調整）", "日程調整し決定", "通年"])
def test_no_machine_date_is_information(text: str) -> None:
    when = read(text)
    assert not when.dated
    assert when.slots == ()
    assert when.asks == ()


@pytest.mark.parametrize("text", ["令和4年4月下旬", "2月初旬"])
def test_part_of_a_month_is_information_and_asked(text: str) -> None:
    when = read(text)
    assert not when.dated
    assert when.asks


def test_any_time_of_an_exhibition_is_no_clock_time() -> None:
    when = read("2月1日(土)～\n3月16日(日)", start="会期中いつでも", end="会期中いつでも")
    assert [slot.start for slot in when.slots] == [None]


def test_rain_date_is_no_second_occurrence() -> None:
    when = read(
        "2019-03-16", start="10:00", end="12:00",
        remark="荒天時は、3月17日(日曜日)に延期です。前日12時00分までに決定し、ホームページに掲載します。",
    )  # fmt: skip
    assert said(when) == ["2019-03-16 10:00-12:00"]
    assert "荒天時" in when.slots[0].note


def test_weather_words_are_kept() -> None:
    assert read_body("小雨決行・荒天中止(順延日なし)です。").weather.startswith(
        "小雨決行・荒天中止"
    )


def test_half_past_noon_is_the_opening_and_not_the_start() -> None:
    when = read(
        "2022-02-19", until="2022-02-19",
        remark="1回目:午後1時~1時45分(0時30分開場)、2回目:午後3時30分~4時15分(3時開場)",
    )  # fmt: skip
    assert said(when) == ["2022-02-19 13:00-13:45", "2022-02-19 15:30-16:15"]
    assert "0時30分開場" in when.slots[0].note


@pytest.mark.parametrize("remark", ["午後は13:30から", "受付9時30分から", "9時50分受付開始"])
def test_remarks_on_reception_do_not_move_the_start(remark: str) -> None:
    when = read("2022-01-25", start="10:30", end="11:30", remark=remark)
    assert said(when) == ["2022-01-25 10:30-11:30"]
    assert remark in when.slots[0].note
    assert when.asks == ()


def test_last_day_ends_earlier() -> None:
    when = read(
        "2018-12-17", until="2018-12-21", start="08:30", end="17:00", remark="最終日は12時まで"
    )
    assert said(when)[0] == "2018-12-17 08:30-17:00"
    assert said(when)[-1] == "2018-12-21 08:30-12:00"
    assert len(when.slots) == 5


@pytest.mark.parametrize("text", ["なし", "-", "－", "―", "無し", "ー", "−", "", "特になし"])
def test_ways_to_say_nothing(text: str) -> None:
    assert nothing(text) == "empty"


def test_end_before_start_and_a_text_that_tells_ten_o_clock() -> None:
    when = read("2016/04/27", start="11:00:00", end="10:45:00", month=date(2016, 4, 1))
    assert when.slots[0].end is None
    assert "前になっています" in when.asks[0]
    body = "日時は毎月第１・４水曜日の１０：００～１０：４５です。今月は６日・２７日です。"
    asks = stale(body, (date(2016, 4, 27),), (time(11),), ())
    assert len(asks) == 1
    assert "10:00~10:45" in asks[0]


@pytest.mark.parametrize("day", [date(2016, 7, 6), date(2016, 7, 20), date(2016, 8, 17)])
def test_text_copied_from_last_month_is_noticed(day: date) -> None:
    body = "◎市内各保育所の開放日ご利用ください。毎月第１・３水曜日です。今月の開放日は、1日・１５日です。"
    asks = stale(body, (day,), (time(9),), (time(11),))
    assert len(asks) == 1
    assert "1日・15日" in asks[0]


def test_text_that_agrees_is_not_asked() -> None:
    body = "◎市内各保育所の開放日です。毎月第１・３水曜日です。今月の開放日は、3日・17日です。"
    assert stale(body, (date(2016, 8, 3),), (time(9),), (time(11),)) == ()


def test_end_date_before_start_date_is_asked() -> None:
    when = read("2022-01-27", until="2022-01-07", start="9:30", end="11:00")
    assert "より前です" in when.asks[0]


def test_a_cancelled_title_is_no_invitation() -> None:
    assert cancelled("(中止)おはなし会")
    assert not cancelled("雨天の場合は中止になることがあります")


def test_small_hours_are_asked() -> None:
    assert any("午後ですか" in ask for ask in read("2月23日(日)", start="1時", end="3時").asks)
    assert (
        read("2月23日(日)", start="午後1時", end="3時").asks != ()
    )  # 3時 before 13時: asked as well
    assert said(read("2月23日(日) 午後1時~3時")) == ["2025-02-23 13:00-15:00"]


def test_one_day_with_its_own_end_is_asked() -> None:
    when = read("2月20日(木)～2月24日(月)", start="12:00", end="13:00\n(24日のみ14:00)")
    assert any("24日のみ" in ask for ask in when.asks)
