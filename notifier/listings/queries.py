"""Reads of what the hub stands for. Each is a fixed number of statements, however long the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Exists, exists, func, or_, select
from sqlalchemy.orm import Session

from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.kit.search import says
from notifier.listings.models import (
    Listing,
    ListingKind,
    ListingStatus,
    ListingVariant,
    Occurrence,
    OccurrenceStatus,
    VariantStatus,
)
from notifier.listings.place_words import PlacedListing, PlaceWords
from notifier.listings.wording import needs_a_look
from notifier.taxonomy import ages, outlets

SHOWN = (ListingStatus.PUBLISHED, ListingStatus.CANCELLED, ListingStatus.ENDED)
PER_PAGE = 20
APPLY_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; "" = no filter. ``band`` is a key of ``taxonomy.ages``; ``outlet`` keeps
    what its group lets go that way.
    """

    district: str = ""
    band: str = ""
    theme: str = ""
    outlet: str = ""

    def fits(self, listing: Listing) -> bool:
        """A listing without district or age is for everyone; one without theme has no theme."""
        band = ages.find_band(self.band)
        return (
            (
                not self.district
                or not listing.district_keys
                or self.district in listing.district_keys
            )
            and (band is None or ages.overlaps(listing.min_months, listing.max_months, band))
            and (not self.theme or self.theme in listing.themes)
            and (not self.outlet or self.outlet in listing.outlets)
        )


ANY = Wanted()


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a search."""

    listings: list[Listing]
    total: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


def find_listing(session: Session, hub_id: int, listing_id: int) -> Listing:
    """That listing of this hub; NotFoundError for another hub's."""
    found = session.scalar(
        select(Listing).where(Listing.hub_id == hub_id, Listing.id == listing_id)
    )
    if found is None:
        raise NotFoundError("この項目は見つかりません。掲載が終わったか、取り下げられました。")
    return found


def find_public(session: Session, hub_id: int, listing_id: int) -> Listing:
    """That listing if the public may see it; a withdrawn one is not found.

    One that is not for the home page still has its page when readers are pointed to it by LINE,
    mail or paper: whoever was told reads on, nobody else is led there.
    """
    found = find_listing(session, hub_id, listing_id)
    if found.status not in SHOWN or not set(found.outlets) & outlets.POINTING_HERE:
        raise NotFoundError("この項目は見つかりません。掲載が終わったか、取り下げられました。")
    return found


def public_listings(
    session: Session,
    hub_id: int,
    *,
    since: date,
    until: date,
    wanted: Wanted = ANY,
    zone: ZoneInfo = clock.TOKYO,
) -> list[Listing]:
    """Events with a date (held or cancelled) from ``since`` to ``until``, both included."""
    first, after = _bounds(since, until, zone)
    rows = session.scalars(
        select(Listing)
        .where(Listing.hub_id == hub_id, Listing.status.in_(SHOWN))
        .where(Listing.kind == ListingKind.EVENT, _has_date(first, after))
        .order_by(Listing.id)
    )
    return [listing for listing in rows if wanted.fits(listing)]


def information(session: Session, hub_id: int, *, on: date, wanted: Wanted = ANY) -> list[Listing]:
    """Information items that hold on that day, newest first."""
    rows = session.scalars(
        select(Listing)
        .where(
            Listing.hub_id == hub_id,
            Listing.kind == ListingKind.INFORMATION,
            Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.CANCELLED)),
            or_(Listing.expires_on.is_(None), Listing.expires_on >= on),
        )
        .order_by(Listing.published_at.desc(), Listing.id.desc())
    )
    return [listing for listing in rows if wanted.fits(listing)]


def sendable(
    session: Session,
    hub_id: int,
    *,
    now: datetime,
    horizon_days: int,
    zone: ZoneInfo = clock.TOKYO,
) -> list[Listing]:
    """What an edition may take: published, with a date to come or a deadline to apply within the
    horizon, or information that still holds. The edition looks at ``outlets`` and at what was told before.
    """
    until = clock.local(now, zone).date() + timedelta(days=horizon_days)
    after = _bounds(until, until, zone)[1]
    today = clock.local(now, zone).date()
    holds = or_(Listing.expires_on.is_(None), Listing.expires_on >= today)
    rows = session.scalars(
        select(Listing)
        .where(Listing.hub_id == hub_id, Listing.status == ListingStatus.PUBLISHED)
        .where(
            or_(
                (Listing.kind == ListingKind.EVENT)
                & _has_date(now, after, status=OccurrenceStatus.SCHEDULED),
                (Listing.kind == ListingKind.EVENT)
                & Listing.apply_by_at.between(now, after)
                & _has_date(now, after + APPLY_AHEAD, status=OccurrenceStatus.SCHEDULED),
                (Listing.kind == ListingKind.INFORMATION) & holds,
            )
        )
        .order_by(Listing.id)
    )
    return list(rows)


def search(
    session: Session,
    hub_id: int,
    *,
    text: str = "",
    status: ListingStatus | None = None,
    page: int = 1,
) -> ListingPage:
    """The desk's list, newest change first."""
    matching = select(Listing).where(Listing.hub_id == hub_id)
    if status is not None:
        matching = matching.where(Listing.status == status)
    columns = (Listing.title, Listing.organiser, Listing.place_name, Listing.body)
    for word in text.split():
        matching = matching.where(says(columns, word))
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = session.scalars(
        matching.order_by(Listing.updated_at.desc(), Listing.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return ListingPage(list(rows), total, page, PER_PAGE)


def by_submission(
    session: Session, hub_id: int, submission_ids: Iterable[int]
) -> dict[int, Listing]:
    """{submission id: its listing} of this hub, for pages that start from what was handed in."""
    rows = session.scalars(
        select(Listing).where(
            Listing.hub_id == hub_id, Listing.submission_id.in_(list(submission_ids))
        )
    )
    return {listing.submission_id: listing for listing in rows}


def placed(session: Session, hub_id: int) -> list[PlacedListing]:
    """Listings people still read that name a place, by title."""
    rows = session.execute(
        select(
            Listing.id,
            Listing.title,
            Listing.status,
            Listing.place_name,
            Listing.place_address,
            Listing.district_keys,
        )
        .where(Listing.hub_id == hub_id, Listing.place_name != "")
        .where(Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.CANCELLED)))
        .order_by(Listing.title, Listing.id)
    )
    return [
        PlacedListing(
            row.id,
            row.title,
            row.status,
            PlaceWords(row.place_name, row.place_address, tuple(row.district_keys)),
        )
        for row in rows
    ]


def get_listings(session: Session, hub_id: int, ids: Iterable[int]) -> list[Listing]:
    """Those of this hub's listings, in one query; another hub's are not found."""
    return list(
        session.scalars(
            select(Listing)
            .where(Listing.hub_id == hub_id, Listing.id.in_(list(ids)))
            .order_by(Listing.id)
        )
    )


def to_look_at_again(session: Session, hub_id: int) -> list[Listing]:
    """Published ones with a checked variant that is hidden until a person looked again."""
    rows = session.scalars(
        select(Listing)
        .where(Listing.hub_id == hub_id, Listing.status == ListingStatus.PUBLISHED)
        .where(
            exists().where(
                ListingVariant.listing_id == Listing.id,
                ListingVariant.status == VariantStatus.CHECKED,
            )
        )
        .order_by(Listing.id)
    )
    return [
        listing
        for listing in rows
        if any(
            one.status is VariantStatus.CHECKED and needs_a_look(listing, one)
            for one in listing.variants
        )
    ]


def _bounds(since: date, until: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return clock.at(since, time(), zone), clock.at(until + timedelta(days=1), time(), zone)


def _has_date(
    first: datetime, after: datetime, *, status: OccurrenceStatus | None = None
) -> Exists:
    found = exists().where(
        Occurrence.listing_id == Listing.id,
        Occurrence.starts_at < after,
        func.coalesce(Occurrence.ends_at, Occurrence.starts_at) >= first,
    )
    return found if status is None else found.where(Occurrence.status == status)
