"""The place of a listing is called otherwise, or its address was wrong: every surface follows."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import get_hub
from notifier.kit.text import one_line
from notifier.listings.changes import changes
from notifier.listings.dates import is_past
from notifier.listings.draft_of import SHORT, draft_of
from notifier.listings.models import Listing, ListingStatus, OccurrenceStatus
from notifier.listings.workflow import STATUS_NAMES, ListingStateError

CORRECTABLE = (ListingStatus.PUBLISHED, ListingStatus.CANCELLED)


def correct_place(  # noqa: PLR0913 - a place has a name, an address and districts
    session: Session,
    listing: Listing,
    *,
    name: str,
    address: str,
    district_keys: tuple[str, ...],
    by: Actor,
    now: datetime,
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
        place_name=one_line(name)[:SHORT],
        place_address=one_line(address)[:SHORT],
        district_keys=district_keys,
    )
    found = changes(before, after)
    if not found:
        return listing
    listing.place_name, listing.place_address = after.place_name, after.place_address
    listing.district_keys = list(district_keys)
    listing.version += 1
    listing.sequence += 1
    listing.updated_at = now
    _tell_calendars(session, listing, now)
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の{'・'.join(change.label for change in found)}を"
        "会場の登録に合わせました。",
        verb="correct_place",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
        detail={
            "version": listing.version,
            "fields": {change.field: [change.before, change.after] for change in found},
        },
    )
    return listing


def _tell_calendars(session: Session, listing: Listing, now: datetime) -> None:
    zone = get_hub(session, listing.hub_id).zone
    for row in listing.occurrences:
        scheduled = row.status is OccurrenceStatus.SCHEDULED
        if scheduled and not is_past(row, now=now, zone=zone):
            row.sequence += 1
            row.updated_at = now
