"""A rule becomes dates; holidays and closures become proposals a person confirms. Pure.

The rule itself is kept for editing only. What counts, and what is exported, are the dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from notifier.intake import OccurrenceDraft, expand_rule
from notifier.kit import clock
from notifier.taxonomy import fiscal, holidays

Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A date of a series that probably does not take place, and why; nobody has confirmed it."""

    day: date
    reason: str


def materialise(rule: Rule, *, until: date) -> list[date]:
    """The days of ``rule`` from its ``from`` to its own ``until`` or ``until``, the earlier one."""
    own = rule.get("until")
    stop = min(until, date.fromisoformat(own)) if own else until
    return expand_rule({**rule, "until": stop.isoformat()}, is_holiday=holidays.is_holiday)


def proposals(days: Iterable[date]) -> list[Proposal]:
    """Those of ``days`` on which the place is likely closed (public holiday, 年末年始)."""
    found = ((day, holidays.why_closed(day)) for day in sorted(set(days)))
    return [Proposal(day, reason) for day, reason in found if reason]


def lay_out(
    rule: Rule, *, today: date, zone: ZoneInfo = clock.TOKYO
) -> tuple[OccurrenceDraft, ...]:
    """Occurrences of ``rule`` to the end of the next fiscal year, at its clock times if it has any."""
    whole = {**rule, "from": rule.get("from") or today.isoformat()}
    days = materialise(whole, until=fiscal.end_of_next(today))
    start, end = _clock_time(rule.get("start_time")), _clock_time(rule.get("end_time"))
    return tuple(_on(day, start, end, zone) for day in days)


def merge_same_start(drafts: Iterable[OccurrenceDraft]) -> tuple[OccurrenceDraft, ...]:
    """One occurrence per start, in order: the later end stays, and every note is kept."""
    merged: dict[datetime, OccurrenceDraft] = {}
    for draft in drafts:
        before = merged.get(draft.starts_at)
        merged[draft.starts_at] = _join(before, draft) if before else draft
    return tuple(merged[start] for start in sorted(merged))


def local_day(moment: datetime, zone: ZoneInfo = clock.TOKYO) -> date:
    """The day on the hub's wall."""
    return moment.astimezone(zone).date()


def _on(day: date, start: time | None, end: time | None, zone: ZoneInfo) -> OccurrenceDraft:
    if start is None:
        return OccurrenceDraft(starts_at=clock.at(day, time(), zone), all_day=True)
    ends_at = clock.at(day, end, zone) if end and end > start else None
    return OccurrenceDraft(starts_at=clock.at(day, start, zone), ends_at=ends_at)


def _clock_time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _join(one: OccurrenceDraft, other: OccurrenceDraft) -> OccurrenceDraft:
    ends = [end for end in (one.ends_at, other.ends_at) if end is not None]
    notes = list(dict.fromkeys(note for note in (one.note, other.note) if note))
    return replace(
        one,
        ends_at=max(ends) if ends else None,
        all_day=one.all_day and other.all_day,
        note=" / ".join(notes),
    )
