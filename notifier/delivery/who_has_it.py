"""Who already has an edition: counts by way, and the readers without any address."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from notifier.delivery.ledger_counts import ledger_counts
from notifier.delivery.models import Delivery, DeliveryState
from notifier.editions import ContentGroup, Edition

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class WayReached:
    """Readers by one way; a language or a content could be one family's, and is not counted apart."""

    channel: str
    sent: int
    on_the_way: int
    others: int


@dataclass(frozen=True, slots=True)
class ReaderReached:
    """One reader, by number only."""

    subscriber_id: int
    channel: str
    state: DeliveryState
    sent_at: datetime | None
    items: int


def who_has_it(session: Session, edition: Edition) -> list[WayReached]:
    """Counts per channel, most sent first."""
    ways: dict[str, Counter[DeliveryState]] = {}
    for one in ledger_counts(session, edition.hub_id, [edition.id]):
        ways.setdefault(one.channel, Counter())[one.state] += one.count
    found = []
    for channel, states in ways.items():
        sent = states[DeliveryState.SENT]
        waiting = states[DeliveryState.QUEUED] + states[DeliveryState.SENDING]
        found.append(WayReached(channel, sent, waiting, states.total() - sent - waiting))
    return sorted(found, key=lambda one: (-one.sent, -one.on_the_way, one.channel))


def readers_reached(
    session: Session, edition: Edition, *, page: int = 1
) -> tuple[list[ReaderReached], int]:
    """One page of the readers of an edition, those who have it first, and how many there are."""
    mine = (Delivery.hub_id == edition.hub_id, Delivery.edition_id == edition.id)
    total = session.scalar(select(func.count()).select_from(Delivery).where(*mine)) or 0
    rows = session.execute(
        select(
            Delivery.subscriber_id,
            Delivery.channel,
            Delivery.state,
            Delivery.sent_at,
            ContentGroup.listing_ids,
        )
        .join(ContentGroup, ContentGroup.id == Delivery.content_group_id)
        .where(*mine)
        .order_by(case((Delivery.state == DeliveryState.SENT, 0), else_=1), Delivery.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return [ReaderReached(*row[:4], len(row[4])) for row in rows], total
