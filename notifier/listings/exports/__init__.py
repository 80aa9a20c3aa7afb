"""The shelf of exports: how listings leave as files other programs read.

To add one: a file here with ``CONTENT_TYPE``, ``OUTLET`` and ``export``, and one line in
``EXPORTS``. The contract test in ``tests/shelves`` then runs over it. A file that follows a
published standard also says which required items stay empty (``gaps``); ``docs/open-data.md``
holds what was checked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from notifier.hubs import Hub
from notifier.listings.exports import gif_json, ical, rss, suisho_csv
from notifier.listings.models import Listing
from notifier.listings.narrowed import EVERYTHING, Narrowed


class Exporter(Protocol):
    """What a file on this shelf offers."""

    CONTENT_TYPE: str
    OUTLET: str  # the wish of the group (掲載先) this way out asks for

    def export(
        self,
        listings: Sequence[Listing],
        *,
        hub: Hub,
        base_url: str,
        now: datetime,
        narrowed: Narrowed = EVERYTHING,
    ) -> bytes:
        """The whole file; the same listings give the same bytes."""
        ...  # pragma: no cover - a protocol has no body


class Standard(Exporter, Protocol):
    """An export after a published standard."""

    def gaps(self, listings: Sequence[Listing], *, hub: Hub, base_url: str) -> dict[str, int]:
        """{required item: on how many dates it is not known}; items that are full are left out."""
        ...  # pragma: no cover - a protocol has no body


EXPORTS: Mapping[str, Exporter] = {
    "ics": ical,
    "rss": rss,
    "csv": suisho_csv,
    "json": gif_json,
}
STANDARDS: Mapping[str, Standard] = {"gif": gif_json, "suisho": suisho_csv}
