"""Who is in a claimed batch, checked once more at the moment of the claim."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Delivery, DeliveryState
from notifier.delivery.move import move_some
from notifier.kit.db import Moment
from notifier.kit.ready import Ready
from notifier.subscribers import Address, AddressState, Subscriber, awake, is_resting

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

# For a statement over ``Subscriber`` and ``Address`` that is given ``now``.
_now = bindparam("now", type_=Moment())
IS_WANTED = and_(Address.state == AddressState.ACTIVE, awake(_now))


def named(session: Session, mine: Claim, *, now: datetime) -> list[tuple[int, str, bool]]:
    """The queued readers of a LINE batch: (delivery, address, whether still there, awake and
    reachable), in the order of planning.

    The order is part of the frozen request: the same rows always give the same bytes.
    """
    return _NAMED.rows(session, {"batch": mine.batch_id, "now": now})


def suppress(session: Session, delivery_ids: Collection[int], *, now: datetime) -> None:
    """Strike readers who were found to have left."""
    queued, suppressed = DeliveryState.QUEUED, DeliveryState.SUPPRESSED
    move_some(session, delivery_ids, queued, suppressed, reason=LEFT_REASON, now=now)


_NAMED = Ready(
    select(
        Delivery.id,
        Address.address,
        and_(Address.state == AddressState.ACTIVE, ~is_resting(Delivery.subscriber_id, _now)),
    )
    .join(Address, Address.id == Delivery.address_id)
    .where(Delivery.batch_id == bindparam("batch"), Delivery.state == DeliveryState.QUEUED)
    .order_by(Delivery.id)
)
