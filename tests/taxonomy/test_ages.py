"""Ages in months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.taxonomy import ages


@pytest.mark.parametrize(
    ("birth_month", "day", "months"),
    [
        ("2026-11", date(2026, 11, 1), 0),
        ("2026-11", date(2026, 11, 30), 0),
        ("2025-12", date(2026, 11, 20), 11),
        ("2025-11", date(2026, 11, 1), 12),
        ("2027-02", date(2026, 11, 20), -3),
    ],
)
def test_months_between(birth_month: str, day: date, months: int) -> None:
    assert ages.months_between(birth_month, day) == months


@pytest.mark.parametrize("wrong", ["", "2026", "2026-13", "abc", "2026-1"])
def test_a_text_that_is_no_month_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ages.months_between(wrong, date(2026, 11, 20))


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_later_day_never_makes_younger(one: date, two: date) -> None:
    early, late = sorted((one, two))
    assert ages.months_between("2026-04", early) <= ages.months_between("2026-04", late)


def test_bands_follow_each_other_without_a_gap() -> None:
    for before, after in zip(ages.BANDS, ages.BANDS[1:], strict=False):
        assert before.max_months is not None
        assert after.min_months == before.max_months + 1
    assert ages.bands()[0] == ("0歳", 0, 11)
    assert ages.find_band("age2") is ages.BANDS[2]
    assert ages.find_band("nothing") is None


@pytest.mark.parametrize(
    ("low", "high", "key", "expected"),
    [
        (None, None, "age0", True),
        (0, 11, "age0", True),
        (0, 11, "age1", False),
        (12, None, "age0", False),
        (12, None, "age3", True),
        (None, 23, "age2", False),
        (6, 18, "age1", True),
    ],
)
def test_overlaps(low: int | None, high: int | None, key: str, expected: bool) -> None:
    band = ages.find_band(key)
    assert band is not None
    assert ages.overlaps(low, high, band) is expected


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, "どの年齢でも"),
        (12, None, "1歳〜"),
        (None, 11, "0か月〜11か月"),
        (6, 18, "6か月〜1歳6か月"),
    ],
)
def test_say_months(low: int | None, high: int | None, said: str) -> None:
    assert ages.say_months(low, high) == said
