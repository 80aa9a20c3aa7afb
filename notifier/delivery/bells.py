"""Which bells to ring: every due batch once, and again only when its bell must be lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from notifier.delivery.claim import GOING_OUT, is_due
from notifier.delivery.models import Batch, BatchState
from notifier.editions import KINDS, Edition, EditionState

URGENT = "urgent"
NOTICES = frozenset(kind.key for kind in KINDS.values() if kind.is_notice)
RING_AGAIN = timedelta(seconds=20)
MOST_AT_ONCE = 1_000  # two seconds of LINE's highest rate, twice


@dataclass(frozen=True, slots=True)
class Bell:
    """A batch that may be claimed, and the queue its bell belongs into.

    A notice has a queue of its own and each channel has one (its key): a big edition keeps no
    cancellation waiting, and a slow relay no LINE call.
    """

    batch_id: int
    queue: str


def ring_due(session: Session, *, now: datetime, limit: int = MOST_AT_ONCE) -> list[Bell]:
    """The bells to ring now, noted as rung in this transaction; two who ask share them out."""
    rows = session.execute(
        select(Batch.id, Batch.channel, Edition.kind)
        .join(Edition, Edition.id == Batch.edition_id)
        .where(*_is_silent(now))
        .order_by(Batch.id)
        .limit(limit)
        .with_for_update(of=Batch, skip_locked=True)
    ).all()
    session.execute(
        update(Batch)
        .where(Batch.id.in_([batch_id for batch_id, _, _ in rows]))
        .values(rung_at=now)
        .execution_options(synchronize_session=False)
    )
    bells = [
        Bell(batch_id, URGENT if kind in NOTICES else channel) for batch_id, channel, kind in rows
    ]
    return sorted(bells, key=lambda one: one.queue != URGENT)


def due_batches(session: Session, *, now: datetime) -> list[int]:
    """Batches that may be claimed now and that no bell was rung for, oldest first."""
    rows = session.scalars(
        select(Batch.id)
        .join(Edition, Edition.id == Batch.edition_id)
        .where(*_is_silent(now))
        .order_by(Batch.id)
        .limit(MOST_AT_ONCE)
    )
    return list(rows)


def _is_silent(now: datetime) -> tuple[Any, ...]:
    """Due, and no bell on its way.

    A bell that was rung is taken as lost when nobody has sent anything by that channel for a
    while: as long as the queue moves, its turn will come. A lease that ran out was its bell's end.
    """
    lost = and_(
        Batch.rung_at < now - RING_AGAIN, or_(Batch.state == BatchState.CLAIMED, ~_moves(now))
    )
    return (
        Edition.state.in_(GOING_OUT),
        is_due(now),
        or_(
            Batch.rung_at.is_(None),
            Batch.rung_at > now,  # rung before the clock was set back
            and_(Batch.state == BatchState.RETRY, Batch.rung_at < Batch.next_try_at),
            lost,
        ),
    )


def _moves(now: datetime) -> ColumnElement[bool]:
    """Whether somebody sends, or just sent, a batch of the same channel."""
    other = aliased(Batch)
    going_out = select(Edition.id).where(Edition.state == EditionState.DISPATCHING)
    moving = select(other.channel).where(
        other.edition_id.in_(going_out),
        or_(
            and_(other.state == BatchState.CLAIMED, other.lease_until >= now),
            other.done_at > now - RING_AGAIN,
        ),
    )
    return Batch.channel.in_(moving)
