"""What became of mails, recorded in bulk: one statement for all that fared alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Delivery, DeliveryState
from notifier.kit.db import Moment, affected
from notifier.subscribers import Address, suspend

NOT_TAKEN = (
    "メールサーバーが受け取らないうちに、ほかの作業がこの束を引き取りました。送っていません。"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one mail; *queued* means it surely did not go and may be tried again."""

    delivery_id: int
    state: DeliveryState
    reason: str = ""


def record(session: Session, receipts: Iterable[Receipt], *, now: datetime) -> None:
    """Write what was heard, also where another worker called the mail unknown meanwhile."""
    alike: dict[tuple[DeliveryState, str], list[int]] = defaultdict(list)
    for one in receipts:
        alike[one.state, one.reason].append(one.delivery_id)
    for (state, reason), ids in alike.items():
        moved = _move(session, ids, DeliveryState.SENDING, state, reason, now)
        if state is DeliveryState.BOUNCED:
            _suspend(session, ids, reason, now)
        if moved == len(ids) or state is DeliveryState.UNKNOWN:
            continue
        after, why = state, reason
        if state is DeliveryState.QUEUED:
            # Its batch is the other worker's, who will not look again: not sent, and said.
            after, why = DeliveryState.FAILED, reason or NOT_TAKEN
        _move(session, ids, DeliveryState.UNKNOWN, after, why, now)


def _move(
    session: Session,
    ids: list[int],
    before: DeliveryState,
    after: DeliveryState,
    reason: str,
    now: datetime,
) -> int:
    facts = {"ids": ids, "before": before, "after": after, "why": reason, "now": now}
    return affected(session.execute(_SENT if after is DeliveryState.SENT else _MOVED, facts))


def _suspend(session: Session, ids: list[int], reason: str, now: datetime) -> None:
    """An address refused for good is not written to again."""
    refused = select(Delivery.address_id).where(Delivery.id.in_(ids))
    for address in session.scalars(select(Address).where(Address.id.in_(refused))):
        suspend(session, address, reason=reason, now=now)


# Built once: to put such a statement together costs more than to run it.
_now = bindparam("now", type_=Moment())
_deliveries = cast("Table", Delivery.__table__)
_MOVED = (
    update(_deliveries)
    .where(
        _deliveries.c.id.in_(bindparam("ids", expanding=True)),
        _deliveries.c.state == bindparam("before", type_=_deliveries.c.state.type),
    )
    .values(
        state=bindparam("after", type_=_deliveries.c.state.type),
        reason=bindparam("why"),
        updated_at=_now,
    )
)
_SENT = _MOVED.values(sent_at=_now)
