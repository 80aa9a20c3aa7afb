"""The place of a listing is called otherwise, or its address was wrong: every surface follows."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import get_hub
from notifier.kit.text import one_line
from notifier.listings.changes import as_detail, changes
from notifier.listings.dates import coming
from notifier.listings.draft_of import SHORT, draft_of
from notifier.listings.models import Listing, ListingStatus
from notifier.listings.place_words import PlaceWords
from notifier.listings.workflow import STATUS_NAMES, ListingStateError

CORRECTABLE = (ListingStatus.PUBLISHED, ListingStatus.CANCELLED)


def correct_place(
    session: Session, listing: Listing, words: PlaceWords, *, by: Actor, now: datetime
) -> Listing:
    """The listing with its place said so: version and sequence + 1, coming dates told to calendars.

    Dates, words and status stay. A cancelled listing is still read, so it is corrected too;
    ListingStateError for one that is over or withdrawn.
    """
    if listing.status not in CORRECTABLE:
        raise ListingStateError(
            f"この項目はいま「{STATUS_NAMES[listing.status]}」のため、会場を直せません。"
        )
    before = draft_of(listing)
    after = replace(
        before,
        place_name=one_line(words.name)[:SHORT],
        place_address=one_line(words.address)[:SHORT],
        district_keys=words.district_keys,
    )
    found = changes(before, after)
    if not found:
        return listing
    listing.place_name, listing.place_address = after.place_name, after.place_address
    listing.district_keys = list(words.district_keys)
    listing.version += 1
    listing.sequence += 1
    listing.updated_at = now
    for row in coming(listing, now=now, zone=get_hub(session, listing.hub_id).zone):
        row.sequence += 1
        row.updated_at = now
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の{'・'.join(change.label for change in found)}を"
        "会場の登録に合わせました。",
        verb="correct_place",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
        detail=as_detail(listing.version, found),
    )
    return listing
