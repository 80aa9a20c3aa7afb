"""Counts of the ledger, the same whether its rows still stand or were condensed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Delivery, DeliveryCount, DeliveryState
from notifier.hubs import Hub


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """Readers of one edition, by channel and state, and when the first and last were sent to."""

    edition_id: int
    channel: str
    state: DeliveryState
    count: int
    first_sent_at: datetime | None
    last_sent_at: datetime | None


def ledger_counts(session: Session, hub_id: int, edition_ids: Collection[int]) -> list[LedgerCount]:
    """Every channel and state in which one of the editions has a reader."""
    standing = (
        select(
            Delivery.edition_id,
            Delivery.channel,
            Delivery.state,
            func.count().label("count"),
            func.min(Delivery.sent_at).label("first"),
            func.max(Delivery.sent_at).label("last"),
        )
        .where(Delivery.hub_id == hub_id, Delivery.edition_id.in_(edition_ids))
        .group_by(Delivery.edition_id, Delivery.channel, Delivery.state)
    )
    condensed = (
        select(
            DeliveryCount.edition_id,
            DeliveryCount.channel,
            DeliveryCount.state,
            func.sum(DeliveryCount.count),
            func.min(DeliveryCount.first_sent_at),
            func.max(DeliveryCount.last_sent_at),
        )
        .where(DeliveryCount.hub_id == hub_id, DeliveryCount.edition_id.in_(edition_ids))
        .group_by(DeliveryCount.edition_id, DeliveryCount.channel, DeliveryCount.state)
    )
    rows = [*session.execute(standing), *session.execute(condensed)]
    return [
        LedgerCount(edition_id, channel, state, int(count), first, last)
        for edition_id, channel, state, count, first, last in rows
    ]


def sent_between(
    session: Session, hub: Hub, start: datetime, end: datetime
) -> list[tuple[str, int, int]]:
    """(channel, edition, messages accepted from ``start`` to before ``end``).

    The bounds are midnights of the hub: a condensed edition keeps its days, not its minutes.
    """
    standing = (
        select(Delivery.channel, Delivery.edition_id, func.count())
        .where(
            Delivery.hub_id == hub.id,
            Delivery.state == DeliveryState.SENT,
            Delivery.sent_at >= start,
            Delivery.sent_at < end,
        )
        .group_by(Delivery.channel, Delivery.edition_id)
    )
    condensed = (
        select(DeliveryCount.channel, DeliveryCount.edition_id, func.sum(DeliveryCount.count))
        .where(
            DeliveryCount.hub_id == hub.id,
            DeliveryCount.state == DeliveryState.SENT,
            DeliveryCount.on >= start.astimezone(hub.zone).date(),
            DeliveryCount.on < end.astimezone(hub.zone).date(),
        )
        .group_by(DeliveryCount.channel, DeliveryCount.edition_id)
    )
    rows = [*session.execute(standing), *session.execute(condensed)]
    return [(channel, edition_id, int(count)) for channel, edition_id, count in rows]


def condensed(session: Session, hub_id: int, edition_ids: Collection[int]) -> set[int]:
    """Of which of the editions nobody can say any more who got it, only how many."""
    return set(
        session.scalars(
            select(DeliveryCount.edition_id)
            .where(DeliveryCount.hub_id == hub_id, DeliveryCount.edition_id.in_(edition_ids))
            .distinct()
        )
    )
