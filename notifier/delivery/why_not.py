"""Why readers of an edition were not reached, are unknown or still wait: sentences and numbers."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.in_doubt import IN_DOUBT, STOPPED_REASON, doubt_when_stopped
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.outcomes import MAY_BE_OUT, OPEN, has_later_way
from notifier.delivery.workflow import CLOSED_BATCHES
from notifier.editions import Edition, EditionState

HELD_UP = (BatchState.RETRY, *CLOSED_BATCHES)
SAID = (
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
    DeliveryState.BOUNCED,
    DeliveryState.SUPPRESSED,
)


@dataclass(frozen=True, slots=True)
class Why:
    """So many people by this way, what became of them, and the sentence that says why."""

    channel: str
    state: DeliveryState
    reason: str
    people: int


def why_not(session: Session, edition: Edition) -> list[Why]:
    """Who was not reached or is unknown, by reason, and who waits: for a batch to be tried again, or
    for a person, as soon as the others of the edition are over. Whoever another way reached, or
    may yet, is not among them.

    The doubtful first, then by number. Numbers only: whose it is stands with the reader.
    """
    mine = (Delivery.hub_id == edition.hub_id, Delivery.edition_id == edition.id)
    over = session.execute(
        select(Delivery.channel, Delivery.state, Delivery.reason, func.count())
        .where(*mine, Delivery.state.in_(SAID), ~has_later_way())
        .group_by(Delivery.channel, Delivery.state, Delivery.reason)
    ).all()
    found = [Why(channel, state, reason, people) for channel, state, reason, people in over]
    if edition.state is EditionState.STOPPED:
        found += _stopped(session, edition)
    else:
        why = func.coalesce(func.nullif(Batch.reason, ""), Delivery.reason).label("why")
        waiting = session.execute(
            select(Delivery.channel, why, func.count())
            .join(Batch, Batch.id == Delivery.batch_id)
            .where(*mine, Delivery.state.in_(OPEN), Batch.state.in_(HELD_UP))
            .group_by(Delivery.channel, why)
        ).all()
        found += [
            Why(channel, DeliveryState.QUEUED, reason, people)
            for channel, reason, people in waiting
        ]
    order = (*SAID, DeliveryState.QUEUED)
    return sorted(found, key=lambda one: (order.index(one.state), -one.people, one.channel))


def _stopped(session: Session, edition: Edition) -> list[Why]:
    """The open ways of a stopped edition, with the reason they get when the tick closes them."""
    rows = session.execute(
        select(Delivery.channel, Batch, MAY_BE_OUT, func.count())
        .outerjoin(Batch, Batch.id == Delivery.batch_id)
        .where(Delivery.edition_id == edition.id, Delivery.state.in_(OPEN))
        .group_by(Delivery.channel, Batch.id, Delivery.state)
    ).all()
    said: Counter[tuple[str, DeliveryState, str]] = Counter()
    for channel, batch, may_be_out, people in rows:
        if not may_be_out:
            said[channel, DeliveryState.SUPPRESSED, STOPPED_REASON] += people
        else:
            reason = doubt_when_stopped(batch) if channel == "line" else IN_DOUBT
            said[channel, DeliveryState.UNKNOWN, reason] += people
    return [Why(*key, people) for key, people in said.items()]
