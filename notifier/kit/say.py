"""Dates in the languages of our pages: 「11月28日(土) 10:00–11:30」 or "Sat 28 Nov 10:00–11:30".

やさしい日本語 keeps the Japanese date: month, day and weekday, with the 24-hour clock.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from notifier.kit import clock

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def say_day(day: date, language: str = "ja") -> str:
    """A day with its weekday."""
    if language == "en":
        return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return clock.say_date(day)


def say_month(month: date, language: str = "ja") -> str:
    """「2026年11月」 or "Nov 2026"."""
    if language == "en":
        return f"{_MONTHS[month.month - 1]} {month.year}"
    return f"{month.year}年{month.month}月"


def say_moment(moment: datetime, zone: ZoneInfo, language: str = "ja") -> str:
    """A day and a clock time."""
    day = say_day(moment.astimezone(zone).date(), language)
    return f"{day} {clock.say_time(moment, zone)}"


def say_span(
    starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo, language: str = "ja"
) -> str:
    """From when to when; a span over midnight or days names both days."""
    if ends_at is None:
        return say_moment(starts_at, zone, language)
    if starts_at.astimezone(zone).date() == ends_at.astimezone(zone).date():
        return f"{say_moment(starts_at, zone, language)}–{clock.say_time(ends_at, zone)}"
    first, last = (say_moment(moment, zone, language) for moment in (starts_at, ends_at))
    return f"{first} – {last}"
