"""The Japanese fiscal year (年度): 1 April to 31 March, named by the year it begins in."""

from datetime import date

APRIL, MARCH = 4, 3


def fiscal_year(day: date) -> int:
    """2026 for every day from 2026-04-01 to 2027-03-31."""
    return day.year if day.month >= APRIL else day.year - 1


def span(year: int) -> tuple[date, date]:
    """First and last day of the fiscal year ``year``."""
    return date(year, APRIL, 1), date(year + 1, MARCH, 31)


def end_of_next(day: date) -> date:
    """The last day of the fiscal year after the one of ``day``: how far dates are laid out."""
    return span(fiscal_year(day) + 1)[1]


def say(year: int) -> str:
    """「2026年度」."""
    return f"{year}年度"
