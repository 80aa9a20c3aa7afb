"""Change what is published; calendars learn it by the sequence, people by the trail."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.listings.changes import as_detail, changes
from notifier.listings.dates import set_dates, wanted_dates
from notifier.listings.draft_of import draft_of, pour
from notifier.listings.models import Listing
from notifier.listings.publish import check_publishable
from notifier.listings.workflow import check_changeable


def revise(
    session: Session, listing: Listing, draft: ListingDraft, *, by: Actor, now: datetime
) -> Listing:
    """The listing with the words and dates of ``draft``: version and sequence + 1.

    Dates keep their UID (see ``dates.set_dates``). A draft that says nothing new changes nothing.
    ListingStateError when it is no longer published.
    """
    hub = session.get_one(Hub, listing.hub_id)
    dates = require_changeable(session, listing, draft, now=now)
    found = changes(draft_of(listing), replace(draft, occurrences=dates), zone=hub.zone)
    if not found:
        return listing
    pour(draft, listing)
    set_dates(listing, dates, hub=hub, now=now)
    listing.version += 1
    listing.sequence += 1
    listing.updated_at = now
    session.flush()
    names = "・".join(change.label for change in found)
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の{names}を変更しました。",
        verb="revise",
        subject=("listing", listing.id),
        hub_id=hub.id,
        by=by,
        now=now,
        detail=as_detail(listing.version, found),
    )
    return listing


def require_changeable(
    session: Session, listing: Listing, draft: ListingDraft, *, now: datetime
) -> tuple[OccurrenceDraft, ...]:
    """The dates ``draft`` would give ``listing``; refuses what ``revise`` would refuse."""
    check_changeable(listing.status)
    hub = session.get_one(Hub, listing.hub_id)
    dates = wanted_dates(draft, hub, now)
    check_publishable(draft, has_dates=bool(dates))
    return dates
