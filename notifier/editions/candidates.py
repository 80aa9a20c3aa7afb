"""Which listings an edition may tell of, and the view of them it freezes."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.schedule import starts_telling_at
from notifier.editions.snapshot import Showing, Snapshot
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import (
    LANGUAGES,
    Listing,
    ListingKind,
    ListingStatus,
    OccurrenceStatus,
    information,
    public_listings,
    sendable,
    wording,
)


def candidates(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> list[Snapshot]:
    """Views of every listing that may stand in the edition, by first date; information last.

    Never cancelled, past or withdrawn, and only what its group wants told on one of its ways.
    """
    kind = kind_of(edition.kind)
    since, today = _last_composed(session, edition), clock.local(now, hub.zone).date()
    views = [
        view_of(listing, hub, edition, now=now)
        for listing in listings_for(session, hub, edition, now=now)
        if set(listing.outlets) & set(kind.outlets) and _is_news(listing, edition, since, today)
    ]
    dated = [view for view in views if view.showings or view.kind == ListingKind.INFORMATION.value]
    return sorted(dated, key=_by_date)


def listings_for(
    session: Session, hub: Hub, edition: Edition, *, now: datetime
) -> Sequence[Listing]:
    """What the hub stands for in the edition's time: that of the paper, or from now to the
    horizon.
    """
    kind = kind_of(edition.kind)
    if not kind.is_sent:
        news = information(session, hub.id, on=edition.on)
        if kind.is_evergreen:
            return news
        last = kind.last_day(edition.on)
        events = public_listings(session, hub.id, since=edition.on, until=last, zone=hub.zone)
        return [*events, *news]
    ahead = max((edition.on - clock.local(now, hub.zone).date()).days, 0)
    return sendable(session, hub.id, now=now, horizon_days=ahead + kind.horizon_days, zone=hub.zone)


def view_of(listing: Listing, hub: Hub, edition: Edition, *, now: datetime) -> Snapshot:
    """The listing as this edition would tell it: only dates still ahead, within its horizon; a
    paper tells every date of its time, whenever it is made; a notice the dates called off.
    """
    kind = kind_of(edition.kind)
    last = kind.last_day(edition.on)
    if kind.is_notice:
        showings = called_off(listing, edition)
    elif not kind.is_sent:
        showings = _on_paper(listing, hub, edition.on, last)
    else:
        first = starts_telling_at(hub, edition, now=now)
        showings = _showings(listing, hub, first, _horizon(listing, hub, first, last))
    return Snapshot(
        listing_id=listing.id,
        listing_version=listing.version,
        kind=listing.kind.value,
        title=listing.title,
        public_url=f"{settings().base_url}/{hub.slug}/events/{listing.id}",
        timezone=hub.timezone,
        told_on=_told_on(hub, edition, now),
        showings=showings,
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
        wordings=_wordings(listing),
        reason=edition.about.get("reason", ""),
    )


def _told_on(hub: Hub, edition: Edition, now: datetime) -> date:
    """The day it would reach people, which may be later than the edition's own; a paper's is its
    first."""
    if not kind_of(edition.kind).is_sent:
        return edition.on
    return clock.local(starts_telling_at(hub, edition, now=now), hub.zone).date()


def _wordings(listing: Listing) -> dict[str, dict[str, str]]:
    found = {language: wording(listing, language) for language in LANGUAGES}
    return {
        language: {name: said.text(name) for name in sorted(said.own)}
        for language, said in found.items()
        if said.is_ready
    }


def is_alive(listing: Listing, edition: Edition, *, today: date) -> bool:
    """Whether the listing may still be told: published, and information not yet expired.

    A paper keeps what took place earlier in its time. A notice lives as long as what it says is
    true. What is sent late tells nothing that expired since its day.
    """
    if kind_of(edition.kind).is_notice:
        return _is_called_off(listing, edition)
    is_sent = kind_of(edition.kind).is_sent
    over = listing.status is ListingStatus.ENDED and not is_sent
    if listing.status is not ListingStatus.PUBLISHED and not over:
        return False
    told_on = max(edition.on, today) if is_sent else edition.on
    return listing.expires_on is None or listing.expires_on >= told_on


def called_off(listing: Listing, edition: Edition) -> tuple[Showing, ...]:
    """The dates a notice is about that are (still) called off."""
    about = {datetime.fromisoformat(one) for one in edition.about["starts_at"]}
    return tuple(
        Showing(row.starts_at, row.ends_at, row.all_day)
        for row in listing.occurrences
        if row.status is OccurrenceStatus.CANCELLED and row.starts_at in about
    )


def _is_called_off(listing: Listing, edition: Edition) -> bool:
    if listing.status not in {ListingStatus.PUBLISHED, ListingStatus.CANCELLED}:
        return False
    if edition.about["starts_at"]:
        return bool(called_off(listing, edition))
    return listing.status is ListingStatus.CANCELLED


def _is_news(listing: Listing, edition: Edition, since: datetime | None, today: date) -> bool:
    """Events come by their dates; information once, in the first edition after it appeared; in a
    month's paper as long as it holds, when its end is known; where a kind keeps it, always.
    """
    if not is_alive(listing, edition, today=today):
        return False
    kind = kind_of(edition.kind)
    if listing.kind is ListingKind.EVENT or kind.keeps_news:
        return True
    if listing.expires_on is not None and kind.is_monthly:
        return True
    return since is None or listing.published_at > since


def _last_composed(session: Session, edition: Edition) -> datetime | None:
    """When the last edition of this kind that left the house took in its items; what came later
    was not told yet. The approval may have come days after that, and a second one later still.
    """
    told = [EditionState.SENT, EditionState.DISPATCHING]
    if not kind_of(edition.kind).is_sent:
        told.append(EditionState.APPROVED)
    return session.scalar(
        select(func.max(Edition.composed_at)).where(
            Edition.hub_id == edition.hub_id,
            Edition.kind == edition.kind,
            Edition.on < edition.on,
            Edition.state.in_(told),
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


def _horizon(listing: Listing, hub: Hub, first: datetime, last: date) -> date:
    """The last day told: farther than usual when one must apply before that."""
    by = listing.apply_by_at
    if by is None or by <= first or clock.local(by, hub.zone).date() > last:
        return last
    ahead = (
        clock.local(row.starts_at, hub.zone).date()
        for row in listing.occurrences
        if row.status is OccurrenceStatus.SCHEDULED and row.starts_at >= by
    )
    return max(last, next(ahead, last))


def _on_paper(listing: Listing, hub: Hub, first: date, last: date) -> tuple[Showing, ...]:
    return tuple(
        Showing(row.starts_at, row.ends_at, row.all_day)
        for row in listing.occurrences
        if row.status is OccurrenceStatus.SCHEDULED
        and first <= clock.local(row.starts_at, hub.zone).date() <= last
    )


def _by_date(view: Snapshot) -> tuple[bool, datetime, int]:
    if not view.showings:
        return (True, datetime.max.replace(tzinfo=clock.TOKYO), view.listing_id)
    return (False, view.showings[0].starts_at, view.listing_id)
