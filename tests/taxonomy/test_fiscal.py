"""The fiscal year begins in April."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notifier.taxonomy import fiscal


def test_march_belongs_to_the_year_before() -> None:
    assert fiscal.fiscal_year(date(2027, 3, 31)) == 2026
    assert fiscal.fiscal_year(date(2027, 4, 1)) == 2027
    assert fiscal.span(2026) == (date(2026, 4, 1), date(2027, 3, 31))
    assert fiscal.end_of_next(date(2026, 11, 20)) == date(2028, 3, 31)
    assert fiscal.say(2026) == "2026年度"


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_its_own_span(day: date) -> None:
    first, last = fiscal.span(fiscal.fiscal_year(day))
    assert first <= day <= last
