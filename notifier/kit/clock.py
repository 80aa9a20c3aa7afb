"""The one place that asks what time it is.

Inside the house moments are aware and in UTC (``*_at``) and days are dates (``*_on``). Local time
exists here and in templates. ``NOTIFIER_CLOCK_OFFSET`` moves the clock of a rehearsal.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS_JA = "月火水木金土日"
WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_offset = timedelta()


def set_offset(seconds: float) -> None:
    """Move this process's clock; called once at start-up from the settings."""
    global _offset  # noqa: PLW0603 - one clock per process is the point of this module
    _offset = timedelta(seconds=seconds)


def offset() -> timedelta:
    """How far this process's clock is moved."""
    return _offset


def now() -> datetime:
    """The present moment, aware, in UTC, moved by the rehearsal offset."""
    return datetime.now(UTC) + _offset  # noqa: TID251 - the only caller in the house


def today(zone: ZoneInfo = TOKYO) -> date:
    """The present day where the hub is."""
    return now().astimezone(zone).date()


def local(moment: datetime, zone: ZoneInfo = TOKYO) -> datetime:
    """``moment`` as the clock on the hub's wall shows it."""
    return moment.astimezone(zone)


def at(day: date, clock_time: time, zone: ZoneInfo = TOKYO) -> datetime:
    """The UTC moment of a wall-clock time on ``day``."""
    return datetime.combine(day, clock_time, tzinfo=zone).astimezone(UTC)


def say_date(day: date, *, today: date | None = None) -> str:
    """「11月28日(土)」: month, day and always the weekday; the year when ``today`` is in another."""
    if today is not None and today.year != day.year:
        return say_full_date(day)
    return f"{day.month}月{day.day}日({WEEKDAYS_JA[day.weekday()]})"


def say_full_date(day: date) -> str:
    """「2026年11月28日(土)」."""
    return f"{day.year}年{say_date(day)}"


def say_time(moment: datetime, zone: ZoneInfo = TOKYO) -> str:
    """「10:00」 on the hub's wall."""
    return moment.astimezone(zone).strftime("%-H:%M")


def say_moment(moment: datetime, zone: ZoneInfo = TOKYO) -> str:
    """「11月28日(土) 10:00」."""
    there = moment.astimezone(zone)
    return f"{say_date(there.date())} {say_time(moment, zone)}"


def say_span(starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo = TOKYO) -> str:
    """「11月28日(土) 10:00–11:30」; a span over midnight or days names both days."""
    if ends_at is None:
        return say_moment(starts_at, zone)
    if starts_at.astimezone(zone).date() == ends_at.astimezone(zone).date():
        return f"{say_moment(starts_at, zone)}–{say_time(ends_at, zone)}"
    return f"{say_moment(starts_at, zone)} – {say_moment(ends_at, zone)}"
