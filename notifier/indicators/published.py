"""What was published in a period: the rows several figures are taken from."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow
from notifier.indicators.period import Period
from notifier.kit import clock
from notifier.listings import Listing, ListingStatus


@dataclass(frozen=True, slots=True)
class Published:
    """A listing as the figures see it."""

    line: ListRow
    published_at: datetime
    group_id: int | None
    organiser: str
    district_keys: tuple[str, ...]
    themes: tuple[str, ...]
    min_months: int | None
    max_months: int | None
    outlets: tuple[str, ...]


def published_in(session: Session, hub: Hub, period: Period) -> list[Published]:
    """Listings published in the period and not withdrawn, the oldest first."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(
            Listing.id,
            Listing.title,
            Listing.published_at,
            Listing.group_id,
            Listing.organiser,
            Listing.district_keys,
            Listing.themes,
            Listing.min_months,
            Listing.max_months,
            Listing.outlets,
        )
        .where(
            Listing.hub_id == hub.id,
            Listing.status != ListingStatus.WITHDRAWN,
            Listing.published_at >= start,
            Listing.published_at < end,
        )
        .order_by(Listing.published_at, Listing.id)
    )
    return [
        Published(
            line=ListRow(row.id, row.title, clock.say_moment(row.published_at, hub.zone)),
            published_at=row.published_at,
            group_id=row.group_id,
            organiser=row.organiser,
            district_keys=tuple(dict.fromkeys(row.district_keys)),
            themes=tuple(dict.fromkeys(row.themes)),
            min_months=row.min_months,
            max_months=row.max_months,
            outlets=tuple(dict.fromkeys(row.outlets)),
        )
        for row in rows
    ]
