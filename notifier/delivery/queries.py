"""Reads of the ledger: what is due, and the one line of truth per edition."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.ledger_counts import ledger_counts
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.outcomes import has_later_way, outcomes
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub
from notifier.subscribers import Address, AddressState

CHANNEL_KEYS = ("line", "email")
NOT_REACHED = (DeliveryState.FAILED, DeliveryState.BOUNCED)
TROUBLED = (*NOT_REACHED, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An edition that did not reach everybody it was sent to: numbers, never names.

    ``not_reached`` and ``unknown`` are readers as in ``Outcome``; ``stopped`` are addresses that
    are not written to any more, until the reader signs up again.
    """

    edition_id: int
    title: str
    not_reached: int
    unknown: int
    stopped: int = 0


def unreleased(session: Session) -> list[int]:
    """Dispatching editions whose batches still wait: a process died before their release."""
    rows = session.scalars(
        select(Edition.id)
        .where(
            Edition.state == EditionState.DISPATCHING,
            select(Batch.id)
            .where(Batch.edition_id == Edition.id, Batch.state == BatchState.WAITING)
            .exists(),
        )
        .order_by(Edition.id)
    )
    return list(rows)


def status(session: Session, edition: Edition) -> dict[str, Any]:
    """Counts per channel × state, batches, calls, first and last sent, and why it waits if it does."""
    channels = {key: dict.fromkeys((s.value for s in DeliveryState), 0) for key in CHANNEL_KEYS}
    found = ledger_counts(session, edition.hub_id, [edition.id])
    for one in found:
        channels[one.channel][one.state.value] += one.count
    batches, calls = session.execute(
        select(func.count(), func.coalesce(func.sum(Batch.calls), 0)).where(
            Batch.edition_id == edition.id
        )
    ).one()
    return {
        "id": edition.id,
        "state": edition.state.value,
        "reason": edition.reason,
        "channels": channels,
        "batches": batches,
        "line_calls": int(calls),
        "first_sent_at": min((o.first_sent_at for o in found if o.first_sent_at), default=None),
        "last_sent_at": max((o.last_sent_at for o in found if o.last_sent_at), default=None),
    }


def unknown_deliveries(session: Session, hub: Hub, edition: Edition) -> list[Delivery]:
    """The deliveries nobody can be sure of, listed and counted."""
    rows = session.scalars(
        select(Delivery)
        .where(
            Delivery.hub_id == hub.id,
            Delivery.edition_id == edition.id,
            Delivery.state == DeliveryState.UNKNOWN,
        )
        .order_by(Delivery.id)
    )
    return list(rows)


def troubles(session: Session, hub_id: int, *, since: datetime) -> list[Trouble]:
    """Editions of which a delivery failed, came back or became unknown since then, newest first;
    the numbers are of the whole edition, as its page says them.
    """
    recent = session.execute(
        select(Edition.id, Edition.title)
        .where(
            Edition.id.in_(
                select(Delivery.edition_id).where(
                    Delivery.hub_id == hub_id,
                    Delivery.updated_at >= since,
                    Delivery.state.in_(TROUBLED),
                )
            )
        )
        .order_by(Edition.id.desc())
    ).all()
    found = outcomes(session, hub_id, [edition_id for edition_id, _ in recent])
    stopped = _stopped_addresses(session, list(found))
    return [
        Trouble(
            edition_id,
            title,
            not_reached=found[edition_id].not_reached,
            unknown=found[edition_id].unknown,
            stopped=stopped.get(edition_id, 0),
        )
        for edition_id, title in recent
        if found[edition_id].not_reached or found[edition_id].unknown
    ]


def _stopped_addresses(session: Session, edition_ids: list[int]) -> dict[int, int]:
    """How many of the addresses an edition did not reach are not written to any more."""
    rows = session.execute(
        select(Delivery.edition_id, func.count())
        .join(Address, Address.id == Delivery.address_id)
        .where(
            Delivery.edition_id.in_(edition_ids),
            Delivery.state.in_(NOT_REACHED),
            Address.state == AddressState.SUSPENDED,
            ~has_later_way(),
        )
        .group_by(Delivery.edition_id)
    )
    return {edition_id: int(count) for edition_id, count in rows}
