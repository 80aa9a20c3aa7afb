"""What the public pages show: small frozen views of listings; templates decide no facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from notifier.hubs import Hub
from notifier.kit import clock, say
from notifier.kit.text import shorten
from notifier.listings import (
    Listing,
    ListingStatus,
    Occurrence,
    OccurrenceStatus,
    is_past,
    wording,
)
from notifier.taxonomy import holidays
from notifier.web.public.facts import say_audience, say_fee
from notifier.web.public.tongue import Tongue

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
    title_lang: str
    time: str
    place: str
    audience: str
    fee: str
    is_ready: bool
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
    title_lang: str
    summary: str
    until: str
    is_ready: bool
    is_cancelled: bool
    reason: str


def days_of(
    listings: Iterable[Listing], hub: Hub, since: date, until: date, tongue: Tongue
) -> list[Day]:
    """The days from ``since`` to ``until`` on which something is held (or was to be held)."""
    found: dict[date, list[Card]] = defaultdict(list)
    for listing in listings:
        for row in listing.occurrences:
            card = _card(listing, row, hub, tongue)
            for day in _days_of_date(row, hub):
                if since <= day <= until:
                    found[day].append(card)
    return [_day(day, found[day], tongue.key) for day in sorted(found)]


def empty_day(day: date, tongue: Tongue) -> Day:
    """A day without anything, for the month's grid."""
    return _day(day, [], tongue.key)


def note_of(listing: Listing, hub: Hub, tongue: Tongue) -> Note:
    """An information item as the list shows it."""
    until = listing.expires_on
    said = wording(listing, tongue.key)
    return Note(
        url=event_url(hub, listing, tongue),
        title=said.text("title"),
        title_lang=said.language_of("title"),
        summary=shorten(said.text("body").replace("\n", " "), SUMMARY),
        until=tongue.t["until"].format(day=say.say_day(until, tongue.key)) if until else "",
        is_ready=said.is_ready,
        is_cancelled=listing.status is ListingStatus.CANCELLED,
        reason=listing.status_reason,
    )


def date_lines(listing: Listing, hub: Hub, now: datetime, language: str = "ja") -> list[DateLine]:
    """Every date of a listing in order, with what is proposed about holidays."""
    return [
        DateLine(
            occurrence_id=row.id,
            when=say_when(row, hub, language),
            iso=row.starts_at.astimezone(hub.zone).isoformat(timespec="minutes"),
            is_cancelled=row.status is OccurrenceStatus.CANCELLED,
            is_past=is_past(row, now=now, zone=hub.zone),
            reason=row.status_reason,
            note=row.note,
            closed=holidays.why_closed(row.starts_at.astimezone(hub.zone).date()) or "",
        )
        for row in listing.occurrences
    ]


def say_when(row: Occurrence, hub: Hub, language: str = "ja") -> str:
    """「11月28日(土) 10:00–11:30」; an all-day date has no clock time."""
    if not row.all_day:
        return say.say_span(row.starts_at, row.ends_at, hub.zone, language)
    first, last = _first_and_last(row, hub)
    if first == last:
        return say.say_day(first, language)
    return f"{say.say_day(first, language)} – {say.say_day(last, language)}"


def event_url(hub: Hub, listing: Listing, tongue: Tongue | None = None) -> str:
    """The address of a listing's page, in the language of the page that leads there."""
    lang = tongue.arg if tongue else None
    return url_for("public.event", hub_slug=hub.slug, listing_id=listing.id, lang=lang)


def _card(listing: Listing, row: Occurrence, hub: Hub, tongue: Tongue) -> Card:
    said = wording(listing, tongue.key)
    return Card(
        listing_id=listing.id,
        url=event_url(hub, listing, tongue),
        title=said.text("title"),
        title_lang=said.language_of("title"),
        time=_hours(row, hub, tongue),
        place=listing.place_name,
        audience=shorten(say_audience(listing, said).text.replace("\n", " "), SUMMARY // 2),
        fee=shorten(say_fee(listing, said, tongue.t).text.replace("\n", " "), SUMMARY // 3),
        is_ready=said.is_ready,
        is_cancelled=row.status is OccurrenceStatus.CANCELLED,
        reason=row.status_reason,
        starts_at=row.starts_at,
    )


def _hours(row: Occurrence, hub: Hub, tongue: Tongue) -> str:
    if row.all_day:
        return tongue.t["no_time"]
    start = clock.say_time(row.starts_at, hub.zone)
    if row.ends_at:
        return f"{start}–{clock.say_time(row.ends_at, hub.zone)}"
    return tongue.t["from_time"].format(time=start)


def _days_of_date(row: Occurrence, hub: Hub) -> list[date]:
    first, last = _first_and_last(row, hub)
    length = min(last - first, LONGEST_SPAN)
    return [first + timedelta(days=n) for n in range(length.days + 1)]


def _first_and_last(row: Occurrence, hub: Hub) -> tuple[date, date]:
    first = row.starts_at.astimezone(hub.zone).date()
    last = (row.ends_at or row.starts_at).astimezone(hub.zone).date()
    return first, max(first, last)


def _day(day: date, cards: list[Card], language: str) -> Day:
    ordered = sorted(cards, key=lambda card: (card.starts_at, card.title, card.listing_id))
    holiday = "" if language == "en" else holidays.name(day) or ""
    return Day(day, say.say_day(day, language), holiday, tuple(ordered))
