"""What is over becomes ended: information after its expiry, events after their last date."""

from datetime import datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, lazyload
from sqlalchemy.sql import ColumnElement

from notifier import audit
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings.models import Listing, ListingStatus, Occurrence

AT_ONCE = 500


def end_expired(session: Session, *, now: datetime) -> int:
    """End at most ``AT_ONCE`` listings per hub whose last day is over; returns how many.

    A cancelled listing stays cancelled: its calendar entries must keep saying so.
    """
    ended = 0
    for hub in session.scalars(select(Hub).order_by(Hub.id)).all():
        ended += _end_of(session, hub, now)
    session.flush()
    return ended


def _end_of(session: Session, hub: Hub, now: datetime) -> int:
    due = session.scalars(
        select(Listing)
        .options(lazyload(Listing.occurrences))
        .where(Listing.hub_id == hub.id, Listing.status == ListingStatus.PUBLISHED)
        .where(_is_over(hub, now))
        .order_by(Listing.id)
        .limit(AT_ONCE)
    ).all()
    for listing in due:
        listing.status = ListingStatus.ENDED
        listing.ended_at = now
        audit.write(
            session,
            f"「{listing.title}」は終わったため、掲載を終了しました。",
            verb="end",
            subject=("listing", listing.id),
            hub_id=hub.id,
            by=audit.machine("tick"),
            now=now,
        )
    return len(due)


def _is_over(hub: Hub, now: datetime) -> ColumnElement[bool]:
    today = clock.local(now, hub.zone).date()
    midnight = clock.at(today, time(), hub.zone)
    last = (
        select(func.max(func.coalesce(Occurrence.ends_at, Occurrence.starts_at)))
        .where(Occurrence.listing_id == Listing.id)
        .scalar_subquery()
    )
    return or_(Listing.expires_on < today, last < midnight)
