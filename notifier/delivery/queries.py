"""Reads of the ledger: what is due, and the one line of truth per edition."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from notifier.delivery.ledger_counts import ledger_counts
from notifier.delivery.models import MISSED, Batch, BatchState, Delivery, DeliveryState
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub

CHANNEL_KEYS = ("line", "email")
NOT_REACHED = (DeliveryState.FAILED, DeliveryState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An edition that did not reach everybody it was sent to: numbers, never names."""

    edition_id: int
    title: str
    not_reached: int
    unknown: int


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


def not_reached(session: Session, edition: Edition) -> int:
    """Readers whom no way has reached, nor may yet; who stopped meanwhile is among them."""
    over = sum(
        one.count
        for one in ledger_counts(session, edition.hub_id, [edition.id])
        if one.state in MISSED
    )
    later = aliased(Delivery)
    tried_again = session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.edition_id == edition.id,
            Delivery.is_missed,
            exists().where(
                later.edition_id == Delivery.edition_id,
                later.subscriber_id == Delivery.subscriber_id,
                later.id > Delivery.id,
            ),
        )
    )
    return over - (tried_again or 0)


def _has_another_way() -> ColumnElement[bool]:
    """Whether another way to the reader of a delivery is open, unknown or went well."""
    other = aliased(Delivery)
    return exists().where(
        other.edition_id == Delivery.edition_id,
        other.subscriber_id == Delivery.subscriber_id,
        ~other.is_missed,
    )


def troubles(session: Session, hub_id: int, *, since: datetime) -> list[Trouble]:
    """Editions with deliveries since then that failed, came back or are unknown, newest first."""
    rows = session.execute(
        select(
            Edition.id,
            Edition.title,
            Delivery.state,
            func.count(Delivery.subscriber_id.distinct()),
        )
        .join(Edition, Edition.id == Delivery.edition_id)
        .where(
            Delivery.hub_id == hub_id,
            Delivery.updated_at >= since,
            or_(
                Delivery.state == DeliveryState.UNKNOWN,
                and_(Delivery.state.in_(NOT_REACHED), ~_has_another_way()),
            ),
        )
        .group_by(Edition.id, Edition.title, Delivery.state)
        .order_by(Edition.id.desc())
    )
    found: dict[int, tuple[str, dict[DeliveryState, int]]] = {}
    for edition_id, title, state, count in rows:
        found.setdefault(edition_id, (title, {}))[1][state] = int(count)
    return [
        Trouble(
            edition_id,
            title,
            not_reached=sum(counts.get(state, 0) for state in NOT_REACHED),
            unknown=counts.get(DeliveryState.UNKNOWN, 0),
        )
        for edition_id, (title, counts) in found.items()
    ]
