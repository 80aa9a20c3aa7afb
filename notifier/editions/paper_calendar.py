"""The month as a grid of weeks from Sunday, with what happens on each day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from notifier.editions.paper_words import mark_of, start_of
from notifier.editions.snapshot import Snapshot
from notifier.kit.clock import WEEKDAYS_JA
from notifier.kit.text import full_width_len
from notifier.taxonomy import holidays

DAYS = 7
CELL_WIDTH = 6.0  # full-width characters of 10.5 pt in a seventh of the page
MOST_LINES = 32  # of the grid, so that it stands whole on the page of the greeting


@dataclass(frozen=True, slots=True)
class Entry:
    """One item on one day."""

    number: int
    mark: str
    time: str
    title: str


@dataclass(frozen=True, slots=True)
class Day:
    """One cell; ``number`` 0 is a cell outside the month."""

    number: int
    weekday: str
    holiday: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Sunday to Saturday."""

    days: tuple[Day, ...]


def weeks_of(
    views: Sequence[Snapshot], *, month: date, titles: Mapping[int, str]
) -> tuple[Week, ...]:
    """The weeks of the month beginning ``month``. ``views`` stand in the order of their numbers;
    ``titles`` are the words for paper by listing.
    """
    by_day: dict[date, list[tuple[str, Entry]]] = {}
    for number, view in enumerate(views, 1):
        for showing in view.showings:
            day = showing.starts_at.astimezone(view.zone).date()
            time = start_of(showing, view)
            entry = Entry(number, mark_of(view), time, titles[view.listing_id])
            by_day.setdefault(day, []).append((time.rjust(5), entry))
    first = month - timedelta(days=(month.weekday() + 1) % DAYS)
    weeks = []
    while first < month or first.month == month.month:
        days = [first + timedelta(days=n) for n in range(DAYS)]
        weeks.append(Week(tuple(_day(day, month, by_day) for day in days)))
        first += timedelta(days=DAYS)
    return tuple(weeks)


def is_dense(weeks: Sequence[Week]) -> bool:
    """Whether titles would make the grid longer than its page: then it shows numbers and times."""
    lines = sum(max(1 + sum(_lines(entry) for entry in day.entries) for day in week.days)
                for week in weeks)  # fmt: skip
    return lines > MOST_LINES


def _day(day: date, month: date, by_day: Mapping[date, list[tuple[str, Entry]]]) -> Day:
    if day.month != month.month:
        return Day(0, "", "", ())
    entries = [entry for _, entry in sorted(by_day.get(day, ()), key=_by_time)]
    weekday = WEEKDAYS_JA[day.weekday()]
    return Day(day.day, weekday, holidays.name(day) or "", tuple(entries))


def _by_time(row: tuple[str, Entry]) -> tuple[str, int]:
    return (row[0], row[1].number)


def _lines(entry: Entry) -> int:
    """The lines an entry takes with its title: number, mark and words flow together."""
    words = f"{entry.number} {entry.mark} {entry.title}"
    return ceil((full_width_len(words) + 1) / CELL_WIDTH)
