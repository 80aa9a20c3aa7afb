"""A calendar file taken apart into series: the entries that share a UID, and their dates. Pure.

The library that lays out repetitions decides what RFC 5545 means; here stand the fences around it:
one broken series never takes the others with it, and a rule too fine to be an event is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from notifier.intake.feed_document import BadFeedError, mark

ENCODINGS = ("utf-8-sig", "cp932", "euc_jis_2004")
NOT_A_CALENDAR = (
    "カレンダー（iCalendar）の形ではありません。カレンダーの「iCal形式の公開URL」を入れてください。"
)
CUT = (
    "カレンダーが途中で切れているため、読みとりませんでした。つぎの読みこみで、もう一度読みます。"
    "続くときは、配信元に確かめてください。"
)
TOO_FINE = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
MOST_TIMES_A_DAY = 24
# What a sender says; when it was exported or touched is no content.
_SAYS = [
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "CONTACT",
    "CATEGORIES",
    "STATUS",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
    "X-SHIRASAGI-COST",
]


class BadSeriesError(ValueError):
    """One series cannot be laid out; the words say why."""


@dataclass(frozen=True)
class Series:
    """The entries of one UID: the event itself and its changed or cancelled dates."""

    uid: str
    entries: tuple[Any, ...]
    zone_name: str
    is_cancelled_file: bool = False

    @property
    def main(self) -> Any:  # noqa: ANN401 - the library's components carry no types
        """The entry that speaks for all: the one without a RECURRENCE-ID, else the first."""
        return next((one for one in self.entries if "RECURRENCE-ID" not in one), self.entries[0])

    @property
    def is_cancelled(self) -> bool:
        """Whether the whole series was called off."""
        return self.is_cancelled_file or all(is_cancelled(one) for one in self.entries)

    @property
    def content(self) -> str:
        """The mark of the sender's own words."""
        said = [[_raw(one, name) for name in _SAYS] for one in self.entries]
        return mark(self.zone_name, self.is_cancelled_file, *sorted(map(str, said)))

    def between(self, since: date, until: date) -> list[Any]:
        """The dates from ``since`` up to and without ``until``, in order.

        Raises ``BadSeriesError`` for a series that cannot be laid out.
        """
        if all("DTSTART" not in one for one in self.entries):
            raise BadSeriesError("始まりの日時がありません")
        if any(_too_fine(one) for one in self.entries):
            raise BadSeriesError("くり返しが細かすぎます")
        try:
            found = [one for one in self._query.between(since, until) if "DTSTART" in one]
            return sorted(found, key=lambda one: str(one["DTSTART"].dt))
        except Exception as error:  # a library on strangers' bytes: it may stumble over anything
            raise BadSeriesError("日時かくり返しの書き方が正しくありません") from error

    def goes_on_after(self, until: date) -> bool:
        """Whether a repetition has dates on or after ``until``; ask only after ``between``."""
        if not any("RRULE" in one for one in self.entries):
            return False
        return next(iter(self._query.after(until)), None) is not None

    @cached_property
    def _query(self) -> Any:  # noqa: ANN401 - see main
        alone = Calendar()
        if self.zone_name:
            alone.add("x-wr-timezone", self.zone_name)
        for one in self.entries:
            alone.add_component(one)
        return recurring_ical_events.of(alone)


@dataclass(frozen=True, slots=True)
class Opened:
    """A calendar file: its name and its series in the file's order."""

    title: str
    series: tuple[Series, ...]


def open_calendar(data: bytes) -> Opened:
    """The series of all calendars in ``data``; ``BadFeedError`` when there is no calendar."""
    words = _decode(data)
    if "BEGIN:VCALENDAR" not in words.upper():
        raise BadFeedError(NOT_A_CALENDAR)
    if "END:VCALENDAR" not in words[-200:].upper():
        raise BadFeedError(CUT)  # what is missing would look called off
    try:
        parsed = Calendar.from_ical(words, multiple=True)
    except Exception as error:  # see Series.between
        raise BadFeedError(
            "カレンダーの書き方が正しくないため、読みとれませんでした。配信元に確かめてください。"
        ) from error
    found = [one for one in parsed if one.name == "VCALENDAR"]
    title = next((str(one["X-WR-CALNAME"]) for one in found if "X-WR-CALNAME" in one), "")
    return Opened(title, tuple(series for one in found for series in _series(one)))


def is_cancelled(entry: Any) -> bool:  # noqa: ANN401 - see Series.main
    """Whether that entry or date is called off."""
    return str(entry.get("STATUS", "")).strip().upper() == "CANCELLED"


def _series(calendar: Any) -> Iterator[Series]:  # noqa: ANN401 - see Series.main
    groups: dict[str, list[Any]] = {}
    for entry in calendar.subcomponents:
        if entry.name == "VEVENT":
            own = str(entry.get("UID", "")).strip()
            key = own or mark("no uid", *(_raw(entry, name) for name in ("SUMMARY", "DTSTART")))
            groups.setdefault(key, []).append(entry)
    zone_name = str(calendar.get("X-WR-TIMEZONE", "")).strip()
    cancels = str(calendar.get("METHOD", "")).strip().upper() == "CANCEL"
    for uid, entries in groups.items():
        yield Series(uid, tuple(entries), zone_name, cancels)


def _decode(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _too_fine(entry: Any) -> bool:  # noqa: ANN401 - see Series.main
    rules = entry.get("RRULE", ())
    for rule in rules if isinstance(rules, list) else [rules]:
        parts = {key.upper(): rule[key] for key in rule} if isinstance(rule, dict) else {}
        if str((parts.get("FREQ") or [""])[0]).upper() in TOO_FINE:
            return True
        times = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            times *= max(1, len(parts.get(name) or ()))
        if times > MOST_TIMES_A_DAY:
            return True
    return False


def _raw(entry: Any, name: str) -> str:  # noqa: ANN401 - see Series.main
    value = entry.get(name)
    parts = value if isinstance(value, list) else [] if value is None else [value]
    return "|".join(_one_raw(part) for part in parts)


def _one_raw(part: Any) -> str:  # noqa: ANN401 - see Series.main
    try:
        return bytes(part.to_ical()).decode("utf-8", "replace")
    except Exception:  # a broken property has no form but its letters
        return str(part)
