"""Periods: their days, their names and their edges in Tokyo time."""

from datetime import UTC, date, datetime

import pytest

from notifier.indicators import fiscal_period, month_period, parse_period
from notifier.kit.errors import BadInputError


def test_a_month_and_a_year() -> None:
    assert (month_period(2026, 12).first, month_period(2026, 12).last) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
    )
    assert month_period(2024, 2).last == date(2024, 2, 29)
    year = fiscal_period(2026)
    assert (year.first, year.last) == (date(2026, 4, 1), date(2027, 3, 31))
    months = [month.key for month in year.months()]
    assert (months[0], months[8], months[-1], len(months)) == ("2026-04", "2026-12", "2027-03", 12)
    assert month_period(2027, 3).fiscal_year() == month_period(2026, 4).fiscal_year() == year


def test_the_edges_are_midnights_in_tokyo() -> None:
    assert month_period(2026, 11).moments() == (
        datetime(2026, 10, 31, 15, tzinfo=UTC),
        datetime(2026, 11, 30, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FY2024", "2024年度（令和6年度）"),
        ("fy2019", "2019年度（令和元年度）"),
        ("FY2018", "2018年度（平成30年度）"),
        (" ２０２５-０２ ", "2025年2月"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert parse_period(text).name == name


@pytest.mark.parametrize("text", ["", "2026", "2026-00", "2026-1", "FY26", "FY9999", "1999-12"])
def test_anything_else_is_asked_again(text: str) -> None:
    with pytest.raises(BadInputError) as refused:
        parse_period(text)
    assert refused.value.field == "period"


def test_a_wrong_text_is_said_back_short() -> None:
    with pytest.raises(BadInputError) as refused:
        parse_period("x" * 5_000)
    assert len(str(refused.value)) < 100
