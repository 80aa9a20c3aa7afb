"""iCalendar (RFC 5545): one VEVENT per date, so that one date can be cancelled by itself.

No RRULE: holidays and closures make rules lie. A cancelled date stays with STATUS:CANCELLED and a
higher SEQUENCE, and says 【中止】 in its title because phones hide the status.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from notifier.hubs import Hub
from notifier.listings.models import Listing, Occurrence, OccurrenceStatus
from notifier.listings.narrowed import EVERYTHING, Narrowed
from notifier.taxonomy import themes

CONTENT_TYPE = "text/calendar; charset=utf-8"
OUTLET = "web"
REFRESH = "PT1H"


def export(
    listings: Sequence[Listing],
    *,
    hub: Hub,
    base_url: str,
    now: datetime,
    narrowed: Narrowed = EVERYTHING,
) -> bytes:
    """A calendar of all dates of ``listings``; information items have none and are left out."""
    del now
    return _file(
        [(listing, row) for listing in listings for row in listing.occurrences],
        hub,
        base_url,
        narrowed,
    )


def date_file(listing: Listing, row: Occurrence, *, hub: Hub, base_url: str) -> bytes:
    """One date alone, for a person's own calendar; the UID is the same as in the whole file."""
    return _file([(listing, row)], hub, base_url)


def _file(
    dates: Sequence[tuple[Listing, Occurrence]],
    hub: Hub,
    base_url: str,
    narrowed: Narrowed = EVERYTHING,
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//notifier//listings//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", narrowed.name(hub.name))
    calendar.add("x-wr-timezone", hub.timezone)
    calendar.add("x-published-ttl", REFRESH)
    for listing, row in dates:
        url = f"{base_url}/{hub.slug}/events/{listing.id}"
        calendar.add_component(_event(listing, row, hub.zone, url))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(listing: Listing, row: Occurrence, zone: ZoneInfo, url: str) -> Event:
    is_cancelled = row.status is OccurrenceStatus.CANCELLED
    event = Event()
    event.add("uid", row.uid)
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.updated_at)
    event.add("created", listing.published_at)
    event.add("last-modified", max(row.updated_at, listing.updated_at))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("summary", f"【中止】{listing.title}" if is_cancelled else listing.title)
    _add_times(event, row, zone)
    place = " ".join(part for part in (listing.place_name, listing.place_address) if part)
    if place:
        event.add("location", place)
    event.add("description", _description(listing, row, url))
    event.add("url", url)
    if listing.themes:
        event.add("categories", [themes.theme_name(key) for key in listing.themes])
    return event


def _add_times(event: Event, row: Occurrence, zone: ZoneInfo) -> None:
    start = row.starts_at.astimezone(zone)
    end = row.ends_at.astimezone(zone) if row.ends_at else None
    if row.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", (end or start).date() + timedelta(days=1))
        return
    event.add("dtstart", start)
    if end is not None and end > start:
        event.add("dtend", end)


def _description(listing: Listing, row: Occurrence, url: str) -> str:
    lines = [
        ("中止の理由", row.status_reason),
        ("日程について", row.note),
        ("", listing.body),
        ("対象", listing.audience_text),
        ("費用", listing.fee_text),
        ("申込み", listing.apply_text),
        ("持ち物", listing.bring_text),
        ("荒天時", listing.weather_text),
        ("問合せ", listing.contact_public),
        ("主催", listing.organiser),
        ("くわしく", url),
    ]
    return "\n".join(f"{label}: {text}" if label else text for label, text in lines if text)
