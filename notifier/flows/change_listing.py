"""A published item is changed at the desk: a typo at once, date, fee and place after approval.

Somebody may stand before a closed door because of a wrong date, so such a change walks the line
again as a correction and a second look is taken before it is public.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editorial, intake, listings
from notifier.audit import Actor
from notifier.flows.hand_in import hand_in
from notifier.hubs import get_hub

SOURCE = "staff_entry"


def change_listing(
    session: Session,
    listing: listings.Listing,
    draft: intake.ListingDraft,
    *,
    by: Actor,
    now: datetime,
) -> editorial.Case | None:
    """None when ``listing`` now says what ``draft`` says; else the case that waits for approval.

    Errors of ``listings.revise``: NothingToPublishError, ListingStateError.
    """
    zone = get_hub(session, listing.hub_id).zone
    found = listings.changes(listings.draft_of(listing), draft, zone=zone)
    if not any(change.is_weighty for change in found):
        listings.revise(session, listing, draft, by=by, now=now)
        return None
    listings.require_changeable(session, listing, draft, now=now)
    decided = editorial.decided_corrections(session, listing.hub_id, listing.id)
    arrival = intake.Arrival(
        hub_id=listing.hub_id,
        source=SOURCE,
        original={"changes": {one.label: f"{one.before} → {one.after}" for one in found}},
        group_id=listing.group_id,
        is_verified=True,  # a member of staff entered it
        corrects_listing_id=listing.id,
        mark=f"change-{listing.id}-{listing.version}-{decided}",
    )
    receipt = hand_in(session, draft, arrival=arrival, by=by, now=now)
    submission_id = receipt.submission.id
    return editorial.cases_of(session, listing.hub_id, [submission_id])[submission_id]
