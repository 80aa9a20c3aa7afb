"""A rule and the days it means. The rule is kept for editing; the days are what counts.

第n is the n-th such weekday of the month (not "in the n-th week"), -1 the last one. Holidays come from a calendar
the caller passes in, so that a hub's own closing days can stand beside the public ones.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

Rule = dict[str, Any]
IsHoliday = Callable[[date], bool]

_MAX_DAYS = 800  # two fiscal years and a little; no rule of a childcare group runs longer
_HALLS_CLOSE, _HALLS_OPEN = (12, 29), (1, 3)  # public halls rest from 29 December to 3 January


def expand(rule: Rule, *, is_holiday: IsHoliday) -> list[date]:
    """Every day of ``rule`` between its ``from`` and ``until``, both included, in order.

    ``rule`` keys: ``freq`` (daily, weekly, monthly_nth, monthly_days), ``from``, ``until`` (ISO),
    ``weekdays`` (Monday 0), ``nth``, ``month_days``, ``interval`` (weeks), ``skip_holidays``,
    ``also_holidays``, ``on_holiday`` (next_day, next_weekday, day_before), ``skip_year_end``,
    ``skip_months``, ``months`` (odd, even), ``except`` and ``also`` (ISO days).
    """
    start, stop = _bounds(rule)
    skipped = {date.fromisoformat(d) for d in rule.get("except", ())}
    days = {
        moved
        for day in _raw(rule, start, stop, is_holiday)
        if (moved := _holiday(rule, day, is_holiday)) is not None
        and start <= moved <= stop
        and not _closed(rule, moved)
    }
    also = {date.fromisoformat(d) for d in rule.get("also", ())}
    return sorted((days | {d for d in also if start <= d <= stop}) - skipped)


def holidays_in(rule: Rule, *, is_holiday: IsHoliday) -> list[date]:
    """The days of a weekly or monthly rule that fall on holidays although nothing is said of them."""
    if rule.get("skip_holidays") or rule.get("also_holidays") or rule.get("on_holiday"):
        return []
    return [day for day in expand(rule, is_holiday=is_holiday) if is_holiday(day)]


def _bounds(rule: Rule) -> tuple[date, date]:
    start = date.fromisoformat(rule["from"])
    stop = date.fromisoformat(rule["until"])
    return start, min(stop, start + timedelta(days=_MAX_DAYS))


def _raw(rule: Rule, start: date, stop: date, is_holiday: IsHoliday) -> Iterator[date]:
    day = start
    while day <= stop:
        if _fits(rule, day, start) or (rule.get("also_holidays") and is_holiday(day)):
            yield day
        day += timedelta(days=1)


def _fits(rule: Rule, day: date, start: date) -> bool:
    if rule.get("weekdays") and day.weekday() not in rule["weekdays"]:
        return False
    if rule["freq"] == "monthly_days":
        return day.day in rule["month_days"]
    if rule["freq"] == "monthly_nth":
        last = -1 in rule["nth"] and (day + timedelta(days=7)).month != day.month
        return last or (day.day - 1) // 7 + 1 in rule["nth"]
    step = int(rule.get("interval", 1))
    if step == 1:
        return True
    monday = start - timedelta(days=start.weekday())
    return ((day - monday).days // 7) % step == 0


def _holiday(rule: Rule, day: date, is_holiday: IsHoliday) -> date | None:
    """The day itself, the day it moves to, or None when it is left out."""
    if not is_holiday(day):
        return day
    how = rule.get("on_holiday")
    if how == "day_before":
        return day - timedelta(days=1)
    if how:
        moved = day + timedelta(days=1)
        while how == "next_weekday" and (moved.weekday() > 4 or is_holiday(moved)):  # noqa: PLR2004 - Friday
            moved += timedelta(days=1)
        return moved
    return None if rule.get("skip_holidays") else day


def _closed(rule: Rule, day: date) -> bool:
    if day.month in rule.get("skip_months", ()):
        return True
    months = rule.get("months")
    if months and (day.month % 2 == 1) != (months == "odd"):
        return True
    year_end = (day.month, day.day) >= _HALLS_CLOSE or (day.month, day.day) <= _HALLS_OPEN
    return bool(rule.get("skip_year_end")) and year_end


def fiscal_year_end(day: date) -> date:
    """The 31 March that ends the fiscal year of ``day``."""
    return date(day.year + (1 if day.month > 3 else 0), 3, 31)  # noqa: PLR2004 - March
