"""Why readers of an edition were not reached, are unknown or still wait: sentences and numbers."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.editions import Edition

SAID = (
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
    DeliveryState.BOUNCED,
    DeliveryState.SUPPRESSED,
)
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Why:
    """So many people by this way, what became of them, and the sentence that says why."""

    channel: str
    state: DeliveryState
    reason: str
    people: int


def why_not(session: Session, edition: Edition) -> list[Why]:
    """Who was not reached or is unknown, by reason, and who waits for a batch to be tried again.

    The doubtful first, then by number. Numbers only: whose it is stands with the reader.
    """
    mine = (Delivery.hub_id == edition.hub_id, Delivery.edition_id == edition.id)
    over = session.execute(
        select(Delivery.channel, Delivery.state, Delivery.reason, func.count())
        .where(*mine, Delivery.state.in_(SAID))
        .group_by(Delivery.channel, Delivery.state, Delivery.reason)
    ).all()
    waiting = session.execute(
        select(Delivery.channel, Batch.reason, func.count())
        .join(Batch, Batch.id == Delivery.batch_id)
        .where(*mine, Delivery.state.in_(OPEN), Batch.state == BatchState.RETRY)
        .group_by(Delivery.channel, Batch.reason)
    ).all()
    found = [Why(channel, state, reason, people) for channel, state, reason, people in over]
    found += [
        Why(channel, DeliveryState.QUEUED, reason, people) for channel, reason, people in waiting
    ]
    order = (*SAID, DeliveryState.QUEUED)
    return sorted(found, key=lambda one: (order.index(one.state), -one.people, one.channel))
