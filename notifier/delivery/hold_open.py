"""After a restore nobody knows what became of deliveries that were on their way in the backup."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.kit.db import affected

OPEN_BATCHES = (
    BatchState.WAITING,
    BatchState.PLANNED,
    BatchState.CLAIMED,
    BatchState.RETRY,
)
OPEN_DELIVERIES = (DeliveryState.QUEUED, DeliveryState.SENDING)
REASON = "バックアップから復元したため、届いたかどうかわかりません。自動では送り直しません。"


def hold_open(session: Session, *, now: datetime) -> int:
    """Open batches are stopped and their deliveries unknown: they may have gone since the backup.

    Returns how many deliveries that are. For the transaction of a restore only.
    """
    session.execute(
        update(Batch)
        .where(Batch.state.in_(OPEN_BATCHES))
        .values(state=BatchState.STOPPED, claimed_by="", lease_until=None, reason=REASON)
        .execution_options(synchronize_session=False)
    )
    held = session.execute(
        update(Delivery)
        .where(Delivery.state.in_(OPEN_DELIVERIES))
        .values(state=DeliveryState.UNKNOWN, reason=REASON, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(held)
