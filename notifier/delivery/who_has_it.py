"""Who already has an edition: counts by way, and the readers without any address."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from notifier.delivery.models import Delivery, DeliveryState
from notifier.delivery.outcomes import way_counts
from notifier.editions import ContentGroup, Edition

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class WayReached:
    """Readers by one way; a language or a content could be one family's, and is not counted apart.

    *Sent* is accepted by the provider. *Bounced* was accepted and came back, *failed* was refused,
    *suppressed* was not sent on purpose. ``stood_in`` of the
    ``sent`` could not be reached by another way before.
    """

    channel: str
    sent: int
    bounced: int
    failed: int
    suppressed: int
    unknown: int
    on_the_way: int
    stood_in: int = 0


@dataclass(frozen=True, slots=True)
class ReaderReached:
    """One way to a reader, by number only; ``stands_in``: another was tried before."""

    subscriber_id: int
    channel: str
    state: DeliveryState
    sent_at: datetime | None
    items: int
    stands_in: bool


def who_has_it(session: Session, edition: Edition) -> list[WayReached]:
    """Counts per channel, most sent first."""
    ways: dict[str, Counter[DeliveryState]] = {}
    for (_, channel, state), count in way_counts(session, edition.hub_id, [edition.id]).items():
        ways.setdefault(channel, Counter())[state] += count
    stood_in = _stood_in(session, edition)
    found = []
    for channel, states in ways.items():
        found.append(
            WayReached(
                channel,
                sent=states[DeliveryState.SENT],
                bounced=states[DeliveryState.BOUNCED],
                failed=states[DeliveryState.FAILED],
                suppressed=states[DeliveryState.SUPPRESSED],
                unknown=states[DeliveryState.UNKNOWN],
                on_the_way=states[DeliveryState.QUEUED] + states[DeliveryState.SENDING],
                stood_in=stood_in.get(channel, 0),
            )
        )
    return sorted(found, key=lambda one: (-one.sent, -one.on_the_way, one.channel))


def readers_reached(
    session: Session, edition: Edition, *, page: int = 1
) -> tuple[list[ReaderReached], int]:
    """One page of the ways to an edition's readers, those that went first, and how many there are."""
    mine = (Delivery.hub_id == edition.hub_id, Delivery.edition_id == edition.id)
    total = session.scalar(select(func.count()).select_from(Delivery).where(*mine)) or 0
    rows = session.execute(
        select(
            Delivery.subscriber_id,
            Delivery.channel,
            Delivery.state,
            Delivery.sent_at,
            ContentGroup.listing_ids,
            _stands_in(),
        )
        .join(ContentGroup, ContentGroup.id == Delivery.content_group_id)
        .where(*mine)
        .order_by(case((Delivery.state == DeliveryState.SENT, 0), else_=1), Delivery.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return [ReaderReached(*row[:4], len(row[4]), row[5]) for row in rows], total


def _stood_in(session: Session, edition: Edition) -> dict[str, int]:
    """Readers who have it by a way that stood in for another, by channel."""
    first = aliased(Delivery)
    rows = session.execute(
        select(Delivery.channel, func.count())
        .join(
            first,
            and_(
                first.edition_id == Delivery.edition_id,
                first.subscriber_id == Delivery.subscriber_id,
            ),
        )
        .where(
            first.edition_id == edition.id,
            first.is_missed,
            Delivery.state == DeliveryState.SENT,
        )
        .group_by(Delivery.channel)
    )
    return {channel: int(readers) for channel, readers in rows}


def _stands_in() -> ColumnElement[bool]:
    """Whether a delivery was planned because another way to its reader had failed."""
    first = aliased(Delivery)
    return exists().where(
        first.edition_id == Delivery.edition_id,
        first.subscriber_id == Delivery.subscriber_id,
        first.id < Delivery.id,
    )
