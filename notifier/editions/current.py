"""The items of an edition as they would go now: frozen ones, or for a draft the living ones."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.candidates import is_alive, view_of
from notifier.editions.freeze import frozen_views, standing_items
from notifier.editions.models import Edition, EditionState
from notifier.editions.snapshot import Snapshot, told_at
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.listings import Listing


def current_views(session: Session, edition: Edition, *, now: datetime) -> list[Snapshot]:
    """The standing items in order."""
    if edition.state is not EditionState.DRAFT and edition.content_hash:
        return _frozen(edition, now)
    return [
        view
        for view in living_views(session, edition, now=now)
        if view.showings or view.kind == "information"
    ]


def _frozen(edition: Edition, now: datetime) -> list[Snapshot]:
    """What was approved, told when it went, or when it will: it may have got another time since."""
    views = frozen_views(edition)
    if edition.send_at is None:
        return views
    moment = edition.dispatched_at or max(edition.send_at, now)
    return [told_at(view, moment) for view in views]


def living_views(session: Session, edition: Edition, *, now: datetime) -> list[Snapshot]:
    """Views of the standing items from the listings as they are now, in order."""
    hub = get_hub(session, edition.hub_id)
    items, today = standing_items(edition), clock.local(now, hub.zone).date()
    listings = {
        listing.id: listing
        for listing in session.scalars(
            select(Listing).where(
                Listing.hub_id == edition.hub_id,
                Listing.id.in_([item.listing_id for item in items]),
            )
        )
    }
    return [
        view_of(listings[item.listing_id], hub, edition, now=now)
        for item in items
        if item.listing_id in listings and is_alive(listings[item.listing_id], edition, today=today)
    ]
