"""RSS 2.0 with a real guid: one item per listing, and one more when it is cancelled."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings.models import Listing, ListingStatus, OccurrenceStatus
from notifier.listings.narrowed import EVERYTHING, Narrowed

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OUTLET = "web"
DATES_SHOWN = 6
ATOM = "http://www.w3.org/2005/Atom"


def export(
    listings: Sequence[Listing],
    *,
    hub: Hub,
    base_url: str,
    now: datetime,
    narrowed: Narrowed = EVERYTHING,
) -> bytes:
    """The feed, newest change first."""
    home = f"{base_url}/{hub.slug}/"
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", narrowed.name(hub.name))
    _add(channel, "link", home + narrowed.query)
    _add(channel, "description", f"{hub.name}が確かめて掲載している、子育ての催しとお知らせ")
    _add(channel, "language", "ja")
    ET.SubElement(
        channel,
        f"{{{ATOM}}}link",
        href=f"{home}feed.xml{narrowed.query}",
        rel="self",
        type="application/rss+xml",
    )
    newest = max((listing.updated_at for listing in listings), default=now)
    _add(channel, "lastBuildDate", _rfc822(newest))
    for listing in sorted(listings, key=lambda one: (one.updated_at, one.id), reverse=True):
        _item(channel, listing, hub, f"{home}events/{listing.id}")
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _item(channel: ET.Element, listing: Listing, hub: Hub, url: str) -> None:
    is_cancelled = listing.status is ListingStatus.CANCELLED
    item = ET.SubElement(channel, "item")
    _add(item, "title", f"【中止】{listing.title}" if is_cancelled else listing.title)
    _add(item, "link", url)
    guid = _add(item, "guid", f"{url}#cancelled" if is_cancelled else url)
    guid.set("isPermaLink", "true")
    happened = listing.cancelled_at if is_cancelled else None
    _add(item, "pubDate", _rfc822(happened or listing.published_at))
    _add(item, "description", _description(listing, hub))


def _description(listing: Listing, hub: Hub) -> str:
    """The item as HTML, because that is what readers of feeds take a description for."""
    lines = [f"中止の理由: {listing.status_reason}"] if listing.status_reason else []
    for row in listing.occurrences[:DATES_SHOWN]:
        struck = "【中止】" if row.status is OccurrenceStatus.CANCELLED else ""
        if row.all_day:
            when = clock.say_date(row.starts_at.astimezone(hub.zone).date())
        else:
            when = clock.say_span(row.starts_at, row.ends_at, hub.zone)
        lines.append(f"{struck}{when}")
    if len(listing.occurrences) > DATES_SHOWN:
        lines.append(f"ほか{len(listing.occurrences) - DATES_SHOWN}日程")
    lines += [text for text in (listing.place_name, listing.body) if text]
    return "<br>\n".join(escape(line) for text in lines for line in text.splitlines())


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = NOT_XML.sub("", text)
    return child


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
