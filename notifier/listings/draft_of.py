"""A listing and a draft say the same things: this file carries them over, both ways."""

from typing import Any

from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit.text import clean, one_line
from notifier.listings.models import Listing, ListingKind, OccurrenceStatus

SHORT = 200
TITLE = 300
URL = 1000

TEXTS = (
    "body",
    "when_text",
    "audience_text",
    "fee_text",
    "capacity_text",
    "apply_text",
    "bring_text",
    "weather_text",
    "contact_public",
)
PLAIN = ("min_months", "max_months", "fee_yen", "apply_by_at", "expires_on")
LISTS = ("district_keys", "audiences", "themes", "outlets")


def draft_of(listing: Listing) -> ListingDraft:
    """What the listing says now, as a draft for editing; cancelled dates are left out."""
    values: dict[str, Any] = {name: getattr(listing, name) for name in (*TEXTS, *PLAIN)}
    values |= {name: tuple(getattr(listing, name)) for name in LISTS}
    return ListingDraft(
        title=listing.title,
        kind="event" if listing.kind is ListingKind.EVENT else "information",
        organiser=listing.organiser,
        place_name=listing.place_name,
        place_address=listing.place_address,
        url=listing.url,
        recurrence=listing.rule,
        occurrences=tuple(
            OccurrenceDraft(row.starts_at, row.ends_at, row.all_day, row.note)
            for row in listing.occurrences
            if row.status is OccurrenceStatus.SCHEDULED
        ),
        **values,
    )


def pour(draft: ListingDraft, listing: Listing) -> None:
    """Write the words of ``draft`` on ``listing``; dates are another matter."""
    listing.kind = ListingKind(draft.kind)
    title = one_line(draft.title)[:TITLE]
    if listing.title != title:
        listing.title, listing.title_kana = title, ""  # a reading belongs to its words
    listing.organiser = one_line(draft.organiser)[:SHORT]
    listing.place_name = one_line(draft.place_name)[:SHORT]
    listing.place_address = one_line(draft.place_address)[:SHORT]
    listing.url = one_line(draft.url)[:URL]
    listing.rule = draft.recurrence
    for name in TEXTS:
        setattr(listing, name, clean(getattr(draft, name)))
    for name in PLAIN:
        setattr(listing, name, getattr(draft, name))
    for name in LISTS:
        setattr(listing, name, list(getattr(draft, name)))
