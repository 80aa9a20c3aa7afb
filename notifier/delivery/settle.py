"""What is over is closed: finished editions, and the open ends of stopped ones."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.workflow import CLOSED_BATCHES
from notifier.editions import Edition, EditionState, finish

STOPPED_REASON = "発行を停止したため、送りませんでした。"


def settle(session: Session, *, now: datetime) -> int:
    """Finish editions with nothing left to send and close stopped ones; returns how many."""
    _close_stopped(session, now)
    finished = 0
    for edition in session.scalars(
        select(Edition).where(
            Edition.state == EditionState.DISPATCHING,
            ~select(Batch.id)
            .where(Batch.edition_id == Edition.id, Batch.state.not_in(CLOSED_BATCHES))
            .exists(),
            ~select(Delivery.id)
            .where(
                Delivery.edition_id == Edition.id,
                Delivery.batch_id.is_(None),
                Delivery.state == DeliveryState.QUEUED,
            )
            .exists(),
        )
    ):
        finish(session, edition, now=now)
        finished += 1
    return finished


def _close_stopped(session: Session, now: datetime) -> None:
    """A stopped edition's unclaimed batches end; claimed ones end when their worker notices."""
    stopped = select(Edition.id).where(Edition.state == EditionState.STOPPED)
    open_batches = (
        Batch.edition_id.in_(stopped),
        Batch.state.not_in(CLOSED_BATCHES),
        (Batch.state != BatchState.CLAIMED) | (Batch.lease_until < now),
    )
    ids = list(session.scalars(select(Batch.id).where(*open_batches)))
    if ids:
        session.execute(
            update(Delivery)
            .where(Delivery.batch_id.in_(ids), Delivery.state == DeliveryState.SENDING)
            .values(state=DeliveryState.UNKNOWN, reason=STOPPED_REASON, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Batch)
            .where(Batch.id.in_(ids))
            .values(state=BatchState.STOPPED, done_at=now, reason=STOPPED_REASON)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Delivery)
        .where(Delivery.edition_id.in_(stopped), Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.SUPPRESSED, reason=STOPPED_REASON, updated_at=now)
        .execution_options(synchronize_session=False)
    )
