"""「カレンダーに追加」, date by date: our own file, or a link somebody may follow to Google.

Nothing is asked of Google until the link is followed, and it carries the public facts alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Response, current_app, url_for

from notifier.hubs import Hub
from notifier.kit.text import shorten
from notifier.listings import (
    Listing,
    Occurrence,
    OccurrenceStatus,
    Wording,
    date_file,
    find_date,
    find_public,
)
from notifier.web.public import blueprint
from notifier.web.public.fresh import FEED, revalidated
from notifier.web.session import db, hub_of

GOOGLE = "https://calendar.google.com/calendar/render"
MOST = 12
DETAILS = 200
DAY, MOMENT = "%Y%m%d", "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Adding:
    """The two ways to keep one date."""

    occurrence_id: int
    file_url: str
    google_url: str


@blueprint.get("/<hub_slug>/events/<int:listing_id>/<int:occurrence_id>.ics")
def date_calendar(hub_slug: str, listing_id: int, occurrence_id: int) -> Response:
    """One date of a listing for one's own calendar."""
    hub = hub_of(hub_slug)
    listing = find_public(db(), hub.id, listing_id)
    row = find_date(listing, occurrence_id)
    body = date_file(listing, row, hub=hub, base_url=_base_url())
    answer = revalidated(body, content_type="text/calendar; charset=utf-8", keep=FEED)
    name = f"event-{listing_id}-{occurrence_id}.ics"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def addings(listing: Listing, hub: Hub, said: Wording, wanted: set[int]) -> dict[int, Adding]:
    """{occurrence id: its links} of the first ``MOST`` of ``wanted`` that are still held."""
    rows = [
        row
        for row in listing.occurrences
        if row.id in wanted and row.status is OccurrenceStatus.SCHEDULED
    ]
    return {
        row.id: Adding(
            occurrence_id=row.id,
            file_url=url_for(
                "public.date_calendar",
                hub_slug=hub.slug,
                listing_id=listing.id,
                occurrence_id=row.id,
            ),
            google_url=google_url(listing, row, hub, said),
        )
        for row in rows[:MOST]
    }


def google_url(listing: Listing, row: Occurrence, hub: Hub, said: Wording) -> str:
    """Google Calendar's form with the date filled in; an unknown end is left at the start."""
    page = f"{_base_url()}/{hub.slug}/events/{listing.id}"
    start = row.starts_at.astimezone(hub.zone)
    end = (row.ends_at or row.starts_at).astimezone(hub.zone)
    if row.all_day:
        span = f"{start:{DAY}}/{end + timedelta(days=1):{DAY}}"
    else:
        span = f"{start:{MOMENT}}/{end:{MOMENT}}"
    values = {
        "action": "TEMPLATE",
        "text": said.text("title"),
        "dates": span,
        "ctz": hub.timezone,
        "location": " ".join(w for w in (listing.place_name, listing.place_address) if w),
        "details": f"{shorten(said.text('body'), DETAILS)}\n{page}".strip(),
    }
    return f"{GOOGLE}?{urlencode(values)}"


def _base_url() -> str:
    url: str = current_app.config["SETTINGS"].base_url
    return url
