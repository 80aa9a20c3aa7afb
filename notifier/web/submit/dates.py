"""Dates of a draft as a person says them. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from notifier.intake import OccurrenceDraft
from notifier.kit import clock


def say_dates(rows: Iterable[OccurrenceDraft], zone: ZoneInfo) -> tuple[str, ...]:
    """「12月5日(土) 10:00–11:30」 for each; a day without a time is only its day."""
    return tuple(_say(row, zone) for row in rows)


def _say(row: OccurrenceDraft, zone: ZoneInfo) -> str:
    if not row.all_day:
        return clock.say_span(row.starts_at, row.ends_at, zone)
    first = clock.local(row.starts_at, zone).date()
    last = clock.local(row.ends_at, zone).date() if row.ends_at else first  # that day included
    if last <= first:
        return clock.say_date(first)
    return f"{clock.say_date(first)} – {clock.say_date(last)}"
