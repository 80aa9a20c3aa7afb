"""What became of mails, recorded in bulk: one statement for all that fared alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, Delivery, DeliveryState
from notifier.delivery.move import move_some
from notifier.delivery.workflow import CLOSED_BATCHES
from notifier.editions import Edition, EditionState
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
        moved = move_some(session, ids, DeliveryState.SENDING, state, reason=reason, now=now)
        if state is DeliveryState.BOUNCED:
            _suspend(session, ids, reason, now)
        if len(moved) == len(ids) or state is DeliveryState.UNKNOWN:
            continue
        after, why = state, reason
        if state is DeliveryState.QUEUED:
            waits = _waits_again(session, ids, is_refused=bool(reason))
            after = state if waits else DeliveryState.FAILED
            why = reason or NOT_TAKEN
        move_some(session, ids, DeliveryState.UNKNOWN, after, reason=why, now=now)


def _waits_again(session: Session, ids: list[int], *, is_refused: bool) -> bool:
    """Whether these, surely not served, may wait as long as their edition is going out: for what is
    left of the batch the other worker has, or, when it is over, for a person (``settle``, which
    waits for this lock). Whom a server put off is no reason to ask one."""
    found = session.scalar(
        select(Batch.state)
        .join(Edition, Edition.id == Batch.edition_id)
        .join(Delivery, Delivery.batch_id == Batch.id)
        .where(Delivery.id == ids[0], Edition.state == EditionState.DISPATCHING)
        .with_for_update(read=True, of=Edition)
    )
    return found is not None and not (is_refused and found in CLOSED_BATCHES)


def _suspend(session: Session, ids: list[int], reason: str, now: datetime) -> None:
    """An address refused for good is not written to again."""
    refused = select(Delivery.address_id).where(Delivery.id.in_(ids))
    for address in session.scalars(select(Address).where(Address.id.in_(refused))):
        suspend(session, address, reason=reason, now=now)
