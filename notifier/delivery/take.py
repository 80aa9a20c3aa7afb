"""The next readers of a claimed mail batch: looked at once more, then marked *sending*."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim, note
from notifier.delivery.models import Delivery, DeliveryState
from notifier.delivery.move import move_some
from notifier.delivery.politeness import domain_of
from notifier.delivery.recipients import IS_WANTED, RECIPIENT, Recipient, suppress
from notifier.kit.ready import Ready
from notifier.subscribers import Address, Subscriber


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
    rows = _NEXT.rows(session, facts)
    if not rows:
        return Taken([], None)
    readers = {row[0]: Recipient(*row[:-1]) for row in rows if row[-1]}
    wanted = [one.delivery_id for one in readers.values() if not must_wait(domain_of(one.address))]
    suppress(session, [row[0] for row in rows if not row[-1]], now=now)
    taken = move_some(session, wanted, DeliveryState.QUEUED, DeliveryState.SENDING, now=now)
    if journal:
        note(session, mine, journal=journal)
    return Taken([readers[one] for one in wanted if one in taken], rows[-1][0])


_NEXT = Ready(
    select(*RECIPIENT, IS_WANTED)
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
