"""Public holidays of Japan and the usual closing at the turn of the year."""

from datetime import date
from functools import lru_cache

import jpholiday

DECEMBER, JANUARY = 12, 1
CLOSED_FROM, CLOSED_TO = 29, 3


@lru_cache(maxsize=4096)
def name(day: date) -> str | None:
    """The holiday's Japanese name (「勤労感謝の日」), or None on any other day."""
    found: str | None = jpholiday.is_holiday_name(day)
    return found


def is_holiday(day: date) -> bool:
    """Is ``day`` a public holiday (国民の祝日・休日)?"""
    return name(day) is not None


def is_year_end(day: date) -> bool:
    """29 December to 3 January, when public halls rest (年末年始)."""
    return (day.month == DECEMBER and day.day >= CLOSED_FROM) or (
        day.month == JANUARY and day.day <= CLOSED_TO
    )


def why_closed(day: date) -> str | None:
    """Why a place is likely closed on ``day``, as a person says it, or None."""
    if is_year_end(day):
        return "年末年始"
    return name(day)
