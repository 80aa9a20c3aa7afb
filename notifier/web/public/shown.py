"""What the public pages show: small frozen views of listings; templates decide no facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import shorten
from notifier.listings import (
    Listing,
    ListingStatus,
    Occurrence,
    OccurrenceStatus,
    is_past,
)
from notifier.taxonomy import ages, holidays, themes

SUMMARY = 120
LONGEST_SPAN = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date as a person says it, with its status in words."""

    occurrence_id: int
    when: str
    iso: str
    is_cancelled: bool
    is_past: bool
    reason: str
    note: str
    closed: str

    @property
    def status(self) -> str:
        """「中止」「終了」「予定どおり」."""
        if self.is_cancelled:
            return "中止"
        return "終わりました" if self.is_past else "予定どおり"


@dataclass(frozen=True, slots=True)
class Card:
    """One date of one listing in a day's list."""

    listing_id: int
    url: str
    title: str
    time: str
    place: str
    audience: str
    fee: str
    is_cancelled: bool
    reason: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what happens on it."""

    day: date
    label: str
    holiday: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An information item in the list."""

    url: str
    title: str
    summary: str
    until: str
    is_cancelled: bool
    reason: str


def days_of(listings: Iterable[Listing], hub: Hub, since: date, until: date) -> list[Day]:
    """The days from ``since`` to ``until`` on which something is held (or was to be held)."""
    found: dict[date, list[Card]] = defaultdict(list)
    for listing in listings:
        for row in listing.occurrences:
            card = _card(listing, row, hub)
            for day in _days_of_date(row, hub):
                if since <= day <= until:
                    found[day].append(card)
    return [_day(day, found[day]) for day in sorted(found)]


def empty_day(day: date) -> Day:
    """A day without anything, for the month's grid."""
    return _day(day, [])


def note_of(listing: Listing, hub: Hub) -> Note:
    """An information item as the list shows it."""
    until = listing.expires_on
    return Note(
        url=event_url(hub, listing),
        title=listing.title,
        summary=shorten(listing.body.replace("\n", " "), SUMMARY),
        until=f"{clock.say_date(until)}まで" if until else "",
        is_cancelled=listing.status is ListingStatus.CANCELLED,
        reason=listing.status_reason,
    )


def date_lines(listing: Listing, hub: Hub, now: datetime) -> list[DateLine]:
    """Every date of a listing in order, with what is proposed about holidays."""
    return [
        DateLine(
            occurrence_id=row.id,
            when=say_when(row, hub),
            iso=row.starts_at.astimezone(hub.zone).isoformat(timespec="minutes"),
            is_cancelled=row.status is OccurrenceStatus.CANCELLED,
            is_past=is_past(row, now=now, zone=hub.zone),
            reason=row.status_reason,
            note=row.note,
            closed=holidays.why_closed(row.starts_at.astimezone(hub.zone).date()) or "",
        )
        for row in listing.occurrences
    ]


def say_when(row: Occurrence, hub: Hub) -> str:
    """「11月28日(土) 10:00–11:30」; an all-day date has no clock time."""
    if not row.all_day:
        return clock.say_span(row.starts_at, row.ends_at, hub.zone)
    first, last = _first_and_last(row, hub)
    if first == last:
        return clock.say_date(first)
    return f"{clock.say_date(first)} – {clock.say_date(last)}"


def event_url(hub: Hub, listing: Listing) -> str:
    """The address of a listing's page."""
    return url_for("public.event", hub_slug=hub.slug, listing_id=listing.id)


def audience_of(listing: Listing) -> str:
    """The sender's words for whom it is, else the ages we read."""
    return listing.audience_text or ages.say_months(listing.min_months, listing.max_months)


def theme_names(listing: Listing) -> list[str]:
    """The themes in Japanese."""
    return [themes.theme_name(key) for key in listing.themes]


def _card(listing: Listing, row: Occurrence, hub: Hub) -> Card:
    start = clock.say_time(row.starts_at, hub.zone)
    end = f"–{clock.say_time(row.ends_at, hub.zone)}" if row.ends_at else "から"
    return Card(
        listing_id=listing.id,
        url=event_url(hub, listing),
        title=listing.title,
        time="時間は案内を見てください" if row.all_day else f"{start}{end}",
        place=listing.place_name,
        audience=shorten(audience_of(listing).replace("\n", " "), SUMMARY // 2),
        fee=shorten(listing.fee_text.replace("\n", " "), SUMMARY // 3),
        is_cancelled=row.status is OccurrenceStatus.CANCELLED,
        reason=row.status_reason,
        starts_at=row.starts_at,
    )


def _days_of_date(row: Occurrence, hub: Hub) -> list[date]:
    first, last = _first_and_last(row, hub)
    length = min(last - first, LONGEST_SPAN)
    return [first + timedelta(days=n) for n in range(length.days + 1)]


def _first_and_last(row: Occurrence, hub: Hub) -> tuple[date, date]:
    first = row.starts_at.astimezone(hub.zone).date()
    last = (row.ends_at or row.starts_at).astimezone(hub.zone).date()
    return first, max(first, last)


def _day(day: date, cards: list[Card]) -> Day:
    ordered = sorted(cards, key=lambda card: (card.starts_at, card.title, card.listing_id))
    return Day(day, clock.say_date(day), holidays.name(day) or "", tuple(ordered))
