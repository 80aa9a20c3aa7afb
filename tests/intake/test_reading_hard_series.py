"""Hard strings that stand for many days: periods, rules, courses, and what is left out of them."""

from datetime import date

from notifier.intake.reading import expand, is_holiday
from tests.intake.hard_strings import read, said


def test_period_on_weekdays_only_leaves_out_holidays() -> None:
    when = read(
        "7月1日（火）～\n8月29日（金）\n※平日のみ",
        start="9:00",
        end="17:00",
        month=date(2025, 7, 1),
    )
    days = [slot.day for slot in when.slots]
    assert days[0] == date(2025, 7, 1)
    assert days[-1] == date(2025, 8, 29)
    assert len(days) == 42
    assert date(2025, 7, 21) not in days  # 海の日
    assert date(2025, 8, 11) not in days  # 山の日
    assert all(day.weekday() < 5 for day in days)
    assert when.asks == ()


def test_period_with_exceptions_both_ways_keeps_them() -> None:
    when = read(
        "1月21日(火)～3月16日(日)※ただし、2月24日(月・振休)開館、2月25日(火)休館",
        start="9:30",
        end="17:00",
    )
    assert said(when) == ["2025-01-21~2025-03-16 09:30-17:00"]
    assert when.rule is not None
    assert when.rule["except"] == ["2025-02-25"]
    assert when.asks == ()


def test_month_is_carried_forward_and_all_are_wednesdays() -> None:
    when = read("11月5日・12日・19日・26日・12月3日・10日\nいずれも(水)", month=date(2025, 11, 1))
    assert said(when) == [
        "2025-11-05", "2025-11-12", "2025-11-19", "2025-11-26", "2025-12-03", "2025-12-10",
    ]  # fmt: skip
    assert when.asks == ()


def test_saturdays_of_a_period_are_thirteen() -> None:
    when = read(
        "2019-01-05",
        until="2019-03-30",
        start="10:00",
        end="11:00",
        remark="期間中の土曜日のみの開催",
    )
    assert len(when.slots) == 13
    assert said(when)[0] == "2019-01-05 10:00-11:00"
    assert said(when)[-1] == "2019-03-30 10:00-11:00"
    assert when.asks == ()


def test_first_to_fourth_wednesday_is_asked() -> None:
    when = read(
        "2022-01-26", until="2022-01-26", start="10:00", end="11:30", remark="第1~第4水曜日"
    )
    assert said(when) == ["2022-01-26 10:00-11:30"]
    assert "5回目はお休み" in when.asks[0]


def test_course_of_five_with_its_dates_in_the_remark() -> None:
    when = read(
        "2019-01-17", until="2019-02-09", start="10:00",
        remark="全5回(①1/17、②1/21、③1/28、④2/4、⑤2/9)\n開始日: 2019/1/17\n終了日: 2019/2/9",
    )  # fmt: skip
    assert [str(s.day) for s in when.slots] == [
        "2019-01-17", "2019-01-21", "2019-01-28", "2019-02-04", "2019-02-09",
    ]  # fmt: skip
    assert when.asks == ()


def test_days_with_their_own_hours_in_the_remark_beat_one_pair_of_columns() -> None:
    when = read(
        "2019-03-29", until="2019-03-30", start="13:00", end="16:00",
        remark="3月29日(金)13時~20時、30日(土)10時~16時",
    )  # fmt: skip
    assert said(when) == ["2019-03-29 13:00-20:00", "2019-03-30 10:00-16:00"]


def test_second_and_fourth_saturday_until_the_end_of_the_fiscal_year() -> None:
    when = read("第2・第4土曜 10時〜11時半（祝日休み、8月休み）", month=date(2025, 7, 1))
    assert when.rule == {
        "freq": "monthly_nth", "from": "2025-07-01", "until": "2026-03-31", "weekdays": [5],
        "nth": [2, 4], "skip_holidays": True, "skip_months": [8],
        "start_time": "10:00", "end_time": "11:30",
    }  # fmt: skip
    assert said(when)[:3] == [
        "2025-07-12 10:00-11:30",
        "2025-07-26 10:00-11:30",
        "2025-09-13 10:00-11:30",
    ]
    assert not any(slot.day.month == 8 for slot in when.slots)
    assert when.asks == ()


def test_every_friday_six_times_checks_the_count() -> None:
    good = read(
        "2025-01-10", until="2025-02-14", start="10:00", end="11:00", remark="毎週金曜・全6回"
    )
    assert len(good.slots) == 6
    assert good.asks == ()
    bad = read(
        "2025-01-10", until="2025-02-14", start="10:00", end="11:00", remark="毎週金曜・全5回"
    )
    assert "5回" in bad.asks[0]


def test_a_holiday_nobody_spoke_of_is_asked() -> None:
    when = read(
        "2019-01-07",
        until="2019-03-25",
        start="10:00",
        end="11:00",
        remark="期間中の月曜日のみ開催",
    )
    assert "祝日です" in when.asks[0]


def test_monthly_days_and_a_holiday_that_moves() -> None:
    when = read("毎月１日と22日")
    assert [str(s.day) for s in when.slots][:2] == ["2025-01-01", "2025-01-22"]
    rule = read("毎月第3木曜日（祝日の場合は翌日）").rule
    assert rule is not None
    assert rule["on_holiday"] == "next_day"


def test_until_without_a_beginning_is_asked() -> None:
    assert "始まり" in read("～4月10日(木)\nまで").asks[0]


def test_rules_expand_with_exceptions() -> None:
    rule = {
        "freq": "weekly",
        "from": "2022-01-21",
        "until": "2022-03-18",
        "weekdays": [4],
        "except": ["2022-02-11"],
    }
    days = expand(rule, is_holiday=is_holiday)
    assert len(days) == 8
    assert date(2022, 2, 11) not in days
