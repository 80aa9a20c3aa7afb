"""Who is in a claimed batch, checked once more at the moment of the claim."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Delivery, DeliveryState
from notifier.kit.db import affected
from notifier.subscribers import Address, AddressState, Subscriber, awake

LEFT_REASON = "配信の停止・休止・宛先の変更を、送る直前に確かめて外しました。"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader of a batch; the address is read for the call and never stored here."""

    delivery_id: int
    subscriber_id: int
    address_id: int
    address: str
    link_salt: str
    link_version: int
    content_group_id: int


RECIPIENT = (
    Delivery.id,
    Subscriber.id,
    Address.id,
    Address.address,
    Subscriber.link_salt,
    Subscriber.link_version,
    Delivery.content_group_id,
)


def recipients(session: Session, mine: Claim, state: DeliveryState) -> list[Recipient]:
    """The readers of the batch whose delivery is in ``state``, in the order of planning.

    The order is part of the frozen request: the same rows always give the same bytes.
    """
    rows = session.execute(
        select(*RECIPIENT)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .join(Address, Address.id == Delivery.address_id)
        .where(Delivery.batch_id == mine.batch_id, Delivery.state == state)
        .order_by(Delivery.id)
    )
    return [Recipient(*row) for row in rows]


def suppress_leavers(session: Session, mine: Claim, *, now: datetime) -> None:
    """Strike who stopped, paused or lost the address since the plan was made."""
    still_there = (
        select(Delivery.id)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .join(Address, Address.id == Delivery.address_id)
        .where(
            Delivery.batch_id == mine.batch_id,
            Address.state == AddressState.ACTIVE,
            awake(now),
        )
    )
    session.execute(
        update(Delivery)
        .where(
            Delivery.batch_id == mine.batch_id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.id.not_in(still_there),
        )
        .values(state=DeliveryState.SUPPRESSED, reason=LEFT_REASON, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def move_all(
    session: Session,
    mine: Claim,
    before: DeliveryState,
    after: DeliveryState,
    *,
    reason: str = "",
    now: datetime,
) -> int:
    """Move every delivery of the batch from one state to another; returns how many."""
    values: dict[str, object] = {"state": after, "reason": reason, "updated_at": now}
    if after is DeliveryState.SENT:
        values["sent_at"] = now
    moved = session.execute(
        update(Delivery)
        .where(Delivery.batch_id == mine.batch_id, Delivery.state == before)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return affected(moved)
