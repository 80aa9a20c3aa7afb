"""The next readers of a claimed mail batch: looked at once more, then marked *sending*."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Integer, Table, and_, bindparam, select, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim, note
from notifier.delivery.models import Delivery, DeliveryState
from notifier.delivery.politeness import domain_of
from notifier.delivery.recipients import LEFT_REASON, RECIPIENT, Recipient
from notifier.kit.db import Moment
from notifier.subscribers import Address, AddressState, Subscriber, awake


@dataclass(frozen=True, slots=True)
class Taken:
    """Readers this worker may write to now; ``last_id`` is how far it looked, None at the end."""

    readers: list[Recipient]
    last_id: int | None


def take(  # noqa: PLR0913 - the facts of one turn
    session: Session,
    mine: Claim,
    *,
    journal: str,
    after: int,
    at_most: int,
    must_wait: Callable[[str], bool],
    now: datetime,
) -> Taken:
    """Take up to ``at_most`` queued readers behind delivery ``after``.

    Who stopped, paused or lost the address meanwhile is suppressed; whose provider must be left
    alone stays queued. The journal's name is written with the first of them ("" later): it alone
    can tell what became of them when this worker dies.
    """
    facts = {"batch": mine.batch_id, "after": after, "at_most": at_most, "now": now}
    rows = session.execute(_NEXT, facts).all()
    if not rows:
        return Taken([], None)
    readers = {row[0]: Recipient(*row[:-1]) for row in rows if row[-1]}
    wanted = [one.delivery_id for one in readers.values() if not must_wait(domain_of(one.address))]
    _move(session, [row[0] for row in rows if not row[-1]], DeliveryState.SUPPRESSED, now)
    taken = _move(session, wanted, DeliveryState.SENDING, now)
    if journal:
        note(session, mine, journal=journal)
    return Taken([readers[one] for one in wanted if one in taken], rows[-1][0])


def _move(session: Session, ids: list[int], after: DeliveryState, now: datetime) -> set[int]:
    """Move readers still queued; whom somebody moved meanwhile is not among the returned."""
    if not ids:
        return set()
    reason = LEFT_REASON if after is DeliveryState.SUPPRESSED else ""
    facts = {"ids": ids, "after": after, "why": reason, "now": now}
    return set(session.execute(_MOVED, facts).scalars())


# Built once: to put such a statement together costs more than to run it.
_now = bindparam("now", type_=Moment())
_deliveries = cast("Table", Delivery.__table__)
_NEXT = (
    select(*RECIPIENT, and_(Address.state == AddressState.ACTIVE, awake(_now)))
    .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
    .join(Address, Address.id == Delivery.address_id)
    .where(
        Delivery.batch_id == bindparam("batch"),
        Delivery.state == DeliveryState.QUEUED,
        Delivery.id > bindparam("after"),
    )
    .order_by(Delivery.id)
    .limit(bindparam("at_most", type_=Integer()))
)
_MOVED = (
    update(_deliveries)
    .where(
        _deliveries.c.id.in_(bindparam("ids", expanding=True)),
        _deliveries.c.state == DeliveryState.QUEUED,
    )
    .values(
        state=bindparam("after", type_=_deliveries.c.state.type),
        reason=bindparam("why"),
        updated_at=_now,
    )
    .returning(_deliveries.c.id)
)
