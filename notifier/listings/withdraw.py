"""Take a listing off every public surface: an approval was undone, or it was never ours to show."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.kit.text import one_line
from notifier.listings.models import Listing, ListingStatus
from notifier.listings.workflow import check_arrow


def withdraw(
    session: Session, listing: Listing, *, reason: str, by: Actor, now: datetime
) -> Listing:
    """The listing, no longer shown anywhere; the row and its UIDs stay for a second approval."""
    check_arrow(listing.status, ListingStatus.WITHDRAWN)
    listing.status = ListingStatus.WITHDRAWN
    listing.withdrawn_at = now
    listing.updated_at = now
    listing.status_reason = one_line(reason)
    listing.sequence += 1
    listing.version += 1
    session.flush()
    why = f"（理由: {listing.status_reason}）" if listing.status_reason else ""
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の掲載を取り下げました{why}。",
        verb="withdraw",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
    )
    return listing
