"""Which listings an edition may tell of, and the view of them it freezes."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.schedule import starts_telling_at
from notifier.editions.snapshot import Showing, Snapshot
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import Listing, ListingKind, ListingStatus, OccurrenceStatus, sendable


def candidates(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> list[Snapshot]:
    """Views of every listing that may stand in the edition, by first date; information last.

    Never cancelled, past or withdrawn, and only what its group wants told by LINE or mail.
    """
    kind = kind_of(edition.kind)
    ahead = max((edition.on - clock.local(now, hub.zone).date()).days, 0)
    since = _last_frozen(session, edition)
    listings = sendable(
        session, hub.id, now=now, horizon_days=ahead + kind.horizon_days, zone=hub.zone
    )
    views = [
        view_of(listing, hub, edition, now=now)
        for listing in listings
        if set(listing.outlets) & set(kind.channels) and _is_news(listing, edition.on, since)
    ]
    dated = [view for view in views if view.showings or view.kind == ListingKind.INFORMATION.value]
    return sorted(dated, key=_by_date)


def view_of(listing: Listing, hub: Hub, edition: Edition, *, now: datetime) -> Snapshot:
    """The listing as this edition would tell it: only dates still ahead, within its horizon."""
    first = starts_telling_at(hub, edition, now=now)
    last = edition.on + timedelta(days=kind_of(edition.kind).horizon_days)
    return Snapshot(
        listing_id=listing.id,
        listing_version=listing.version,
        kind=listing.kind.value,
        title=listing.title,
        public_url=f"{settings().base_url}/{hub.slug}/events/{listing.id}",
        timezone=hub.timezone,
        told_on=edition.on,
        showings=_showings(listing, hub, first, last),
        organiser=listing.organiser,
        body=listing.body,
        place_name=listing.place_name,
        place_address=listing.place_address,
        district_keys=tuple(listing.district_keys),
        audience_text=listing.audience_text,
        min_months=listing.min_months,
        max_months=listing.max_months,
        audiences=tuple(listing.audiences),
        themes=tuple(listing.themes),
        fee_text=listing.fee_text,
        fee_yen=listing.fee_yen,
        capacity_text=listing.capacity_text,
        apply_text=listing.apply_text,
        apply_by_at=listing.apply_by_at,
        bring_text=listing.bring_text,
        weather_text=listing.weather_text,
        contact_public=listing.contact_public,
        expires_on=listing.expires_on,
        outlets=tuple(listing.outlets),
    )


def is_alive(listing: Listing, on: date) -> bool:
    """Whether the listing may still be told: published, and information not yet expired."""
    if listing.status is not ListingStatus.PUBLISHED:
        return False
    return listing.expires_on is None or listing.expires_on >= on


def _is_news(listing: Listing, on: date, since: datetime | None) -> bool:
    """Events come by their dates; information once, in the first edition after it appeared."""
    if not is_alive(listing, on):
        return False
    if listing.kind is ListingKind.EVENT:
        return True
    return since is None or listing.published_at > since


def _last_frozen(session: Session, edition: Edition) -> datetime | None:
    """When the last sent edition of this kind was frozen; what came later was not told yet."""
    return session.scalar(
        select(func.max(Edition.approved_at)).where(
            Edition.hub_id == edition.hub_id,
            Edition.kind == edition.kind,
            Edition.on < edition.on,
            Edition.state.in_((EditionState.SENT, EditionState.DISPATCHING)),
        )
    )


def _showings(listing: Listing, hub: Hub, first: datetime, last: date) -> tuple[Showing, ...]:
    first_day = clock.local(first, hub.zone).date()
    return tuple(
        Showing(row.starts_at, row.ends_at, row.all_day)
        for row in listing.occurrences
        if row.status is OccurrenceStatus.SCHEDULED
        and clock.local(row.starts_at, hub.zone).date() <= last
        and (
            clock.local(row.starts_at, hub.zone).date() >= first_day
            if row.all_day
            else row.starts_at > first
        )
    )


def _by_date(view: Snapshot) -> tuple[bool, datetime, int]:
    if not view.showings:
        return (True, datetime.max.replace(tzinfo=clock.TOKYO), view.listing_id)
    return (False, view.showings[0].starts_at, view.listing_id)
