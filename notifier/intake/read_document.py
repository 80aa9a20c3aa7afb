"""Read fetched bytes by the kind of their feed. To add a kind: one source and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.intake.feed_document import FeedDocument
from notifier.intake.sources import ical, rss
from notifier.kit import clock
from notifier.taxonomy import fiscal

KIND_NAMES = {rss.KEY: "お知らせ（RSS・Atom）", ical.KEY: "カレンダー（iCal）"}
LOSES_ITEMS = frozenset({ical.KEY})


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """Bytes with what their sender said about them."""

    data: bytes
    content_type: str = ""
    url: str = ""


def read_document(
    kind: str, source: FetchedSource, *, zone: ZoneInfo, now: datetime
) -> FeedDocument:
    """What the bytes of ``source`` say. Raises ``BadFeedError`` with a sentence for the desk."""
    return _READERS[kind](source, zone, now)


def _read_rss(source: FetchedSource, zone: ZoneInfo, now: datetime) -> FeedDocument:
    del now
    return rss.read_feed(source.data, content_type=source.content_type, url=source.url, zone=zone)


def _read_ical(source: FetchedSource, zone: ZoneInfo, now: datetime) -> FeedDocument:
    """Dates are laid out to the end of the next fiscal year, like everybody's."""
    today = clock.local(now, zone).date()
    until = fiscal.end_of_next(today) + timedelta(days=1)
    return ical.read_calendar(source.data, today=today, until=until, zone=zone)


_READERS: dict[str, Callable[[FetchedSource, ZoneInfo, datetime], FeedDocument]] = {
    rss.KEY: _read_rss,
    ical.KEY: _read_ical,
}
