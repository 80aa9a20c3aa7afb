"""A batch that must not go on by itself is laid aside; its readers wait for a person."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import is_due
from notifier.delivery.in_doubt import IN_DOUBT, settle_taken
from notifier.delivery.journal import JournalInUseError
from notifier.delivery.lateness import began_at, freshness, got_on_at
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.kit.db import affected

LATE_REASON = (
    "送る時刻を大きく過ぎたため、自動では送りませんでした（作業が止まっていたとみられます）。"
)


def lay_aside_late(session: Session, batch_id: int, *, now: datetime) -> bool:
    """Lay a batch aside that was due longer ago than its hub's freshness window; True when so.

    Nothing goes out late by itself. A LINE call in doubt is no new sending: its key may still be
    asked with, until LINE forgets it.
    """
    batch = session.get(Batch, batch_id)
    if batch is None or batch.is_in_doubt:
        return False
    fresh = freshness(session, batch)
    if now <= began_at(session, batch) + fresh or now <= _due_at(session, batch) + fresh:
        return False
    return lay_aside(session, batch, reason=LATE_REASON, now=now)


def lay_aside(session: Session, batch: Batch, *, reason: str, now: datetime) -> bool:
    """Stop a batch nobody holds; who may have got it is unknown, the others stay queued.

    False when it is not due any more, and when its mail worker lives after all.
    """
    try:
        with session.begin_nested():
            laid = session.execute(
                update(Batch)
                .where(Batch.id == batch.id, Batch.is_in_doubt == batch.is_in_doubt, is_due(now))
                .values(
                    state=BatchState.STOPPED,
                    claimed_by="",
                    lease_until=None,
                    done_at=now,
                    reason=reason,
                )
                .execution_options(synchronize_session=False)
            )
            if affected(laid) == 1:
                settle_taken(session, batch, now=now)
    except JournalInUseError:
        return False
    if affected(laid) != 1:
        return False
    settle_line(session, [batch.id], now=now)
    return True


def settle_line(
    session: Session, batch_ids: list[int], *, reason: str = IN_DOUBT, now: datetime
) -> None:
    """Nobody sends these LINE batches any more: what may have gone is unknown, and ``reason`` says
    why. The batch itself says whether a call is in doubt; who is in no such batch stays queued."""
    doubtful = select(Batch.id).where(
        Batch.id.in_(batch_ids), Batch.channel == "line", Batch.is_in_doubt
    )
    session.execute(
        update(Delivery)
        .where(Delivery.batch_id.in_(doubtful), Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.UNKNOWN, reason=reason, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _due_at(session: Session, batch: Batch) -> datetime:
    """When the batch should have been taken."""
    if batch.state is BatchState.RETRY and batch.next_try_at is not None:
        return batch.next_try_at
    if batch.state is BatchState.CLAIMED and batch.lease_until is not None:
        return batch.lease_until
    return got_on_at(session, batch)
