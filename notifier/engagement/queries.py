"""Reads of what came back; every number goes through ``shown`` before a person sees it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.engagement.models import LinkTaps
from notifier.engagement.shown import shown


@dataclass(frozen=True, slots=True)
class Taps:
    """Taps on one item in one channel of an edition, over all days."""

    listing_id: int
    channel: str
    count: int

    @property
    def shown(self) -> str:
        """The count as people may see it."""
        return shown(self.count)


def taps(session: Session, hub_id: int, edition_id: int) -> list[Taps]:
    """Taps of one edition by item and channel."""
    rows = session.execute(
        select(LinkTaps.listing_id, LinkTaps.channel, func.sum(LinkTaps.count))
        .where(LinkTaps.hub_id == hub_id, LinkTaps.edition_id == edition_id)
        .group_by(LinkTaps.listing_id, LinkTaps.channel)
        .order_by(LinkTaps.listing_id, LinkTaps.channel)
    )
    return [Taps(listing_id, channel, int(count)) for listing_id, channel, count in rows]


def taps_total(session: Session, hub_id: int, edition_id: int) -> int:
    """All taps of one edition."""
    total = session.scalar(
        select(func.coalesce(func.sum(LinkTaps.count), 0)).where(
            LinkTaps.hub_id == hub_id, LinkTaps.edition_id == edition_id
        )
    )
    return int(total or 0)
