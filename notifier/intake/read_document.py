"""Read fetched bytes by the kind of their feed. To add a kind: one source and one line here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.intake.feed_document import FeedDocument
from notifier.intake.sources import ical, rss
from notifier.kit import clock
from notifier.taxonomy import fiscal

KIND_NAMES = {rss.KEY: "お知らせ（RSS・Atom）", ical.KEY: "カレンダー（iCal）"}
LOSES_ITEMS = frozenset({ical.KEY})


def read_document(
    kind: str, data: bytes, *, content_type: str = "", zone: ZoneInfo, now: datetime
) -> FeedDocument:
    """What ``data`` says. Raises ``BadFeedError`` with a sentence for the desk."""
    return _READERS[kind](data, content_type, zone, now)


def _read_rss(data: bytes, content_type: str, zone: ZoneInfo, now: datetime) -> FeedDocument:
    del now
    return rss.read_feed(data, content_type=content_type, zone=zone)


def _read_ical(data: bytes, content_type: str, zone: ZoneInfo, now: datetime) -> FeedDocument:
    """Dates are laid out to the end of the next fiscal year, like everybody's."""
    del content_type
    today = clock.local(now, zone).date()
    until = fiscal.end_of_next(today) + timedelta(days=1)
    return ical.read_calendar(data, today=today, until=until, zone=zone)


_READERS: dict[str, Callable[[bytes, str, ZoneInfo, datetime], FeedDocument]] = {
    rss.KEY: _read_rss,
    ical.KEY: _read_ical,
}
