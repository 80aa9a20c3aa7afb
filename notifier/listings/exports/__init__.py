"""The shelf of exports: how listings leave as files other programs read.

To add one: a file here with ``CONTENT_TYPE`` and ``export``, and one line in ``EXPORTS``. The
contract test in ``tests/shelves`` then runs over it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from notifier.hubs import Hub
from notifier.listings.exports import gif_json, ical, rss, suisho_csv
from notifier.listings.models import Listing


class Exporter(Protocol):
    """What a file on this shelf offers."""

    CONTENT_TYPE: str

    def export(
        self, listings: Sequence[Listing], *, hub: Hub, base_url: str, now: datetime
    ) -> bytes:
        """The whole file; the same listings give the same bytes."""
        ...  # pragma: no cover - a protocol has no body


EXPORTS: Mapping[str, Exporter] = {
    "ics": ical,
    "rss": rss,
    "csv": suisho_csv,
    "json": gif_json,
}
