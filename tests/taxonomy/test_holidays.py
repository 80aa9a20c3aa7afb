"""Public holidays, cross-checked against a second source."""

from datetime import date, timedelta

import holidays as other_source
import pytest

from notifier.taxonomy import holidays


@pytest.mark.parametrize("year", [2016, 2019, 2020, 2021, 2024, 2025, 2026, 2027])
def test_two_calendars_agree(year: int) -> None:
    theirs = set(other_source.country_holidays("JP", years=year))
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert {day for day in days if holidays.is_holiday(day)} == theirs


def test_names() -> None:
    assert holidays.name(date(2026, 11, 23)) == "勤労感謝の日"
    assert holidays.name(date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_the_turn_of_the_year(day: date, expected: bool) -> None:
    assert holidays.is_year_end(day) is expected
    assert (holidays.why_closed(day) == "年末年始") is expected


def test_why_closed_names_the_holiday() -> None:
    assert holidays.why_closed(date(2026, 11, 3)) == "文化の日"
    assert holidays.why_closed(date(2026, 11, 4)) is None
