"""When the weekly edition goes out: reading 「sat 10:00」 and finding the next such moment; pure."""

import re
from datetime import datetime, time, timedelta

from notifier.hubs.models import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.kit.text import half

WEEK = timedelta(days=7)
PROPOSE_BEFORE = timedelta(hours=18)  # a draft on Friday 16:00 for a Saturday 10:00
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


class BadTimeError(BadInputError):
    """Not a time of day, or not a weekly moment."""


def read_time(value: str) -> time:
    """「9:00」 as a time of day. Raises ``BadTimeError``."""
    found = _TIME.fullmatch(half(value))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - hours, minutes
        raise BadTimeError("時刻は「9:00」のように、24時間の形で入れてください。")
    return time(int(found[1]), int(found[2]))


def read_weekly(value: str) -> tuple[int, time]:
    """「sat 10:00」 or 「土 10:00」 as (weekday from Monday 0, time). Raises ``BadTimeError``."""
    day, _, hour = half(value).lower().partition(" ")
    day = day.removesuffix("曜日").removesuffix("曜")
    if day in clock.WEEKDAY_KEYS:
        return clock.WEEKDAY_KEYS.index(day), read_time(hour)
    if len(day) == 1 and day in clock.WEEKDAYS_JA:
        return clock.WEEKDAYS_JA.index(day), read_time(hour)
    raise BadTimeError(
        "曜日と時刻を「sat 10:00」のように入れてください（mon tue wed thu fri sat sun）。"
    )


def next_weekly_slot(hub: Hub, *, after: datetime) -> datetime:
    """The first weekly sending moment strictly after ``after``, aware, in UTC; rest days have none."""
    weekday, hour = read_weekly(hub.schedule_weekly)
    there = after.astimezone(hub.zone).date()
    day = there + timedelta(days=(weekday - there.weekday()) % 7)
    while clock.at(day, hour, hub.zone) <= after or day.isoformat() in hub.rest_days:
        day += WEEK
    return clock.at(day, hour, hub.zone)


def say_weekly(value: str) -> str:
    """「毎週土曜日 10:00」."""
    weekday, hour = read_weekly(value)
    return f"毎週{clock.WEEKDAYS_JA[weekday]}曜日 {hour:%-H:%M}"
