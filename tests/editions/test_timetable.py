"""The newsletter's dates, counted back over holidays and closed days."""

from datetime import date, timedelta

import pytest

from notifier.editions.timetable import Seen, late, timetable
from notifier.taxonomy import holidays

OPEN = "tue wed thu fri sat"
NOTHING = Seen()


def due(on: date, today: date, seen: Seen = NOTHING) -> dict[str, date]:
    return {one.key: one.due_on for one in timetable(on, today=today, open_days=OPEN, seen=seen)}


def test_december_counts_back_over_labour_thanksgiving_day() -> None:
    found = due(date(2026, 12, 1), date(2026, 10, 1))
    assert found["deliver"] == date(2026, 11, 28)
    assert found["fold"] == date(2026, 11, 25)
    assert found["print"] == date(2026, 11, 21)  # 22nd Sunday, 23rd holiday, 24th is one day
    assert found["approve"] == date(2026, 11, 20)
    assert found["ward"] == date(2026, 11, 17)
    assert found["draft"] == date(2026, 11, 12)
    assert found["close"] == date(2026, 11, 10)
    assert found["call"] == date(2026, 10, 17)


def test_january_is_delivered_before_the_year_ends() -> None:
    found = due(date(2027, 1, 1), date(2026, 10, 1))
    assert found["deliver"] == date(2026, 12, 26)


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_in_order_and_on_open_days(month: int) -> None:
    found = due(date(2027, month, 1), date(2026, 1, 1))
    days = list(found.values())
    assert days == sorted(days)
    for key, day in found.items():
        assert holidays.why_closed(day) is None, key
        assert day.weekday() in ((0, 1, 2, 3, 4) if key == "ward" else (1, 2, 3, 4, 5)), key


def test_only_what_the_system_sees_is_called_late() -> None:
    on = date(2026, 12, 1)
    steps = timetable(on, today=date(2026, 11, 24), open_days=OPEN, seen=NOTHING)
    assert [one.key for one in late(steps)] == ["draft", "approve"]
    standing = {one.key: one.standing for one in steps}
    assert standing["close"] == "passed"
    assert standing["fold"] == "coming"
    seen = Seen(drafted_on=date(2026, 11, 13), approved_on=date(2026, 11, 24))
    assert late(timetable(on, today=date(2026, 11, 24), open_days=OPEN, seen=seen)) == ()


def test_the_very_day_is_today_and_a_hub_without_days_works_on_weekdays() -> None:
    on = date(2026, 12, 1)
    fold = due(on, on)["fold"]
    steps = timetable(on, today=fold, open_days=OPEN, seen=NOTHING)
    assert {one.key: one.standing for one in steps}["fold"] == "today"
    plain = timetable(on, today=fold, open_days="", seen=NOTHING)
    assert all(one.due_on.weekday() < 5 for one in plain)
    assert plain[-1].due_on == on - timedelta(days=1)
    assert {one.standing_name for one in steps} >= {"きょうです", "これからです"}
