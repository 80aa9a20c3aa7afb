"""The short words of print: age marks without colour, dates of a month, deadlines. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from notifier.editions.snapshot import Showing, Snapshot
from notifier.kit import clock
from notifier.taxonomy import ages

ALL = "全"
PREGNANT = "妊"
SCHOOL = "小〜"
MEANINGS = {
    ALL: "どの年齢でも",
    "0": "0歳",
    "1": "1歳",
    "2": "2歳",
    "3〜": "3歳から就学前",
    SCHOOL: "小学生から",
    PREGNANT: "妊娠中の方",
}
RUN = 3  # so many days in a row are said as a span
_BAND_MARKS = {"age0": "0", "age1": "1", "age2": "2", "age3": "3〜"}


def mark_of(view: Snapshot) -> str:
    """「全」「0」「0〜2」「3〜」, with 「妊」 when those expecting are meant."""
    mark = _age_mark(view.min_months, view.max_months)
    if "pregnant" not in view.audiences:
        return mark
    return PREGNANT if mark == ALL else PREGNANT + mark


def legend(marks: Iterable[str]) -> str:
    """What the marks mean: 「0＝0歳　全＝どの年齢でも」, for those that occur."""
    used = list(marks)
    if not used:
        return ""
    said = [f"{mark}＝{words}" for mark, words in MEANINGS.items() if _occurs(mark, used)]
    if any(mark.removeprefix(PREGNANT) not in MEANINGS for mark in used if mark != PREGNANT):
        said.append("0〜2＝0歳から2歳（ほかも同じ）")
    return "　".join(said)


def when_of(view: Snapshot, month: date) -> str:
    """Every date of the month, those with the same hours together:
    「5日(火)・12日(火) 10:00–11:30／19日(火) 13:30–15:00」.
    """
    hours: dict[str, list[date]] = {}
    long = []
    for showing in view.showings:
        if _is_long(showing, view):
            long.append(clock.say_span(showing.starts_at, showing.ends_at, view.zone))
            continue
        day = showing.starts_at.astimezone(view.zone).date()
        hours.setdefault(_hours(showing, view), []).append(day)
    said = [_with_hours(_days(days, month), when) for when, days in hours.items()]
    return "／".join([*said, *long])


def deadline(view: Snapshot) -> str:
    """「【申込締切】4月5日(火) 17:00」; "" when there is none."""
    if view.apply_by_at is None:
        return ""
    return f"【申込締切】{clock.say_moment(view.apply_by_at, view.zone)}"


def start_of(showing: Showing, view: Snapshot) -> str:
    """「10:00」; "" for an all-day date."""
    return "" if showing.all_day else clock.say_time(showing.starts_at, view.zone)


def _age_mark(low: int | None, high: int | None) -> str:
    bands = [band for band in ages.BANDS if ages.overlaps(low, high, band)]
    if not bands:
        return SCHOOL
    if len(bands) == len(ages.BANDS):
        return ALL
    first, last = _BAND_MARKS[bands[0].key], _BAND_MARKS[bands[-1].key]
    if first == last:
        return first
    return f"{first}〜" if last == "3〜" else f"{first}〜{last}"


def _occurs(mark: str, used: list[str]) -> bool:
    plain = {one.removeprefix(PREGNANT) for one in used}
    if mark == PREGNANT:
        return any(one.startswith(PREGNANT) for one in used)
    return mark in plain


def _is_long(showing: Showing, view: Snapshot) -> bool:
    """Over midnight: then both days are said."""
    if showing.ends_at is None or showing.all_day:
        return False
    first, last = _local(showing.starts_at, view), _local(showing.ends_at, view)
    return first.date() != last.date()


def _hours(showing: Showing, view: Snapshot) -> str:
    if showing.all_day:
        return ""
    start = clock.say_time(showing.starts_at, view.zone)
    if showing.ends_at is None:
        return f"{start}〜"
    return f"{start}–{clock.say_time(showing.ends_at, view.zone)}"


def _days(days: list[date], month: date) -> str:
    runs: list[list[date]] = [[days[0]]]
    for one, other in pairwise(days):
        if other - one == timedelta(days=1):
            runs[-1].append(other)
        else:
            runs.append([other])
    said = []
    for run in runs:
        if len(run) >= RUN:
            said.append(f"{_day(run[0], month)}〜{_day(run[-1], month)}")
        else:
            said += [_day(day, month) for day in run]
    return "・".join(said)


def _day(day: date, month: date) -> str:
    if (day.year, day.month) != (month.year, month.month):
        return clock.say_date(day)
    return f"{day.day}日({clock.WEEKDAYS_JA[day.weekday()]})"


def _with_hours(days: str, hours: str) -> str:
    return f"{days} {hours}" if hours else days


def _local(moment: datetime, view: Snapshot) -> datetime:
    return clock.local(moment, view.zone)
