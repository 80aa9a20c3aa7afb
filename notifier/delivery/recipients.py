"""Who is in a claimed batch, checked once more at the moment of the claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Row, Table, and_, bindparam, select, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Delivery, DeliveryState
from notifier.kit.db import Moment, affected
from notifier.subscribers import Address, AddressState, Subscriber, awake

LEFT_REASON = "配信の停止・休止・宛先の変更を、送る直前に確かめて外しました。"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader of a mail batch; the address is read for the call and never stored here."""

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


def named(session: Session, mine: Claim, *, now: datetime) -> Sequence[Row[int, str, bool]]:
    """The queued readers of a LINE batch: (delivery, address, whether still there, awake and
    reachable), in the order of planning.

    The order is part of the frozen request: the same rows always give the same bytes.
    """
    return session.execute(_NAMED, {"batch": mine.batch_id, "now": now}).all()


def suppress(session: Session, delivery_ids: Sequence[int], *, now: datetime) -> None:
    """Strike readers who were found to have left."""
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(delivery_ids), Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.SUPPRESSED, reason=LEFT_REASON, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def suppress_leavers(session: Session, mine: Claim, *, now: datetime) -> None:
    """Strike who stopped, paused or lost the address since the plan was made."""
    left = [one for one, _, is_wanted in named(session, mine, now=now) if not is_wanted]
    if left:
        suppress(session, left, now=now)


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
    facts = {
        "batch": mine.batch_id,
        "before": before,
        "after": after,
        "why": reason,
        "now": now,
    }
    return affected(session.execute(_SENT if after is DeliveryState.SENT else _MOVED, facts))


# Built once: to put such a statement together costs more than to run it.
_now = bindparam("now", type_=Moment())
_deliveries = cast("Table", Delivery.__table__)
_NAMED = (
    select(Delivery.id, Address.address, and_(Address.state == AddressState.ACTIVE, awake(_now)))
    .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
    .join(Address, Address.id == Delivery.address_id)
    .where(Delivery.batch_id == bindparam("batch"), Delivery.state == DeliveryState.QUEUED)
    .order_by(Delivery.id)
)
_MOVED = (
    update(_deliveries)
    .where(
        _deliveries.c.batch_id == bindparam("batch"),
        _deliveries.c.state == bindparam("before", type_=_deliveries.c.state.type),
    )
    .values(
        state=bindparam("after", type_=_deliveries.c.state.type),
        reason=bindparam("why"),
        updated_at=_now,
    )
)
_SENT = _MOVED.values(sent_at=_now)
