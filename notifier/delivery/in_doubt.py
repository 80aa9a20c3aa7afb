"""Mails a worker had taken when it died: settled by its journal, or said to be unknown."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.journal import Left, read_journal
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.receipts import Receipt, record

IN_DOUBT = (
    "送信の途中で作業が止まったため、届いたかどうか確かめられません。自動では送り直しません。"
)
STOPPED_REASON = "発行を停止したため、送りませんでした。"
STOPPED_IN_DOUBT = (
    "もう一度試す前に発行を停止したため、届いたかどうか確かめられません。自動では送り直しません。"
)


def doubt_when_stopped(batch: Batch) -> str:
    """Why readers of a LINE batch in doubt are unknown once their edition is stopped: what LINE
    answered, when it did; otherwise nobody heard its answer."""
    if batch.state is BatchState.RETRY and batch.reason:
        return f"{batch.reason}{STOPPED_IN_DOUBT}"
    return IN_DOUBT


def settle_taken(session: Session, batch: Batch, *, now: datetime) -> int:
    """Give every mail marked *sending* the state it really reached; returns how many there were.

    With the journal at most the one on the wire is unknown, what was answered is recorded, and
    what never left is queued again. Without it (another machine, or this one was restarted) all
    of them, fifty at most, are unknown. Raises ``JournalInUseError`` while their worker lives.
    """
    if batch.channel != "email":
        return 0
    taken = list(
        session.scalars(
            select(Delivery.id).where(
                Delivery.batch_id == batch.id, Delivery.state == DeliveryState.SENDING
            )
        )
    )
    if taken:
        left = read_journal(batch.journal)
        record(session, [_receipt(one, left) for one in taken], now=now)
    return len(taken)


def _receipt(delivery_id: int, left: Left | None) -> Receipt:
    if left is None or delivery_id in left.on_the_wire:
        return Receipt(delivery_id, DeliveryState.UNKNOWN, IN_DOUBT)
    state, reason = left.heard.get(delivery_id, (DeliveryState.QUEUED, ""))
    return Receipt(delivery_id, state, reason)
