"""Take back a cancellation that was tapped by mistake, or an event that takes place after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError
from notifier.listings.dates import find_date, is_past, revive
from notifier.listings.models import Listing, ListingStatus, OccurrenceStatus
from notifier.listings.workflow import check_arrow


class NothingToReinstateError(BadInputError):
    """Nothing of this listing that is still to come is cancelled."""


def reinstate(
    session: Session,
    listing: Listing,
    *,
    occurrence_id: int | None = None,
    by: Actor,
    now: datetime,
) -> Listing:
    """Take one cancelled date (or all still to come) back into the calendar, sequence + 1."""
    if listing.status is not ListingStatus.PUBLISHED:
        check_arrow(listing.status, ListingStatus.PUBLISHED)
    zone = session.get_one(Hub, listing.hub_id).zone
    chosen = listing.occurrences
    if occurrence_id is not None:
        chosen = [find_date(listing, occurrence_id)]
    rows = [
        row
        for row in chosen
        if row.status is OccurrenceStatus.CANCELLED and not is_past(row, now=now, zone=zone)
    ]
    if listing.occurrences and not rows:
        raise NothingToReinstateError("取り消せる中止の日程がありません。")
    for row in rows:
        revive(row)
        row.updated_at = now
    listing.status, listing.status_reason, listing.cancelled_at = ListingStatus.PUBLISHED, "", None
    listing.sequence += 1
    listing.version += 1
    listing.updated_at = now
    session.flush()
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の中止を取り消しました（{len(rows)}日程）。",
        verb="reinstate",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
        detail={"occurrence_ids": [row.id for row in rows], "version": listing.version},
    )
    return listing
