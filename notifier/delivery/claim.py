"""A batch is taken by exactly one worker: a conditional UPDATE with a lease."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState
from notifier.editions import Edition, EditionState
from notifier.kit.db import affected

LEASE = timedelta(seconds=60)
# No lease and no pause is as long: what is further ahead was written before the clock was set back.
TOO_FAR_AHEAD = timedelta(hours=1)
# A sent edition has open batches only where the other way stands in (``stand_in``).
GOING_OUT = (EditionState.DISPATCHING, EditionState.SENT)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker holds: the batch and its own name on it."""

    batch_id: int
    hub_id: int
    edition_id: int
    content_group_id: int | None
    channel: str
    worker: str
    is_first: bool
    attempts: int


def claim(session: Session, batch_id: int, *, worker: str, now: datetime) -> Claim | None:
    """Take a due batch, or None when another has it, it is not due, or its edition stopped.

    ``worker`` must be a name no other process uses; a lease that ran out may be taken over.
    """
    won = session.execute(
        update(Batch)
        .where(Batch.id == batch_id, is_due(now), _edition_runs())
        .values(
            state=BatchState.CLAIMED,
            claimed_by=worker,
            lease_until=now + LEASE,
            attempts=Batch.attempts + 1,
            rung_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    if affected(won) != 1:
        return None
    batch = session.get_one(Batch, batch_id, populate_existing=True)
    return Claim(
        batch_id=batch.id,
        hub_id=batch.hub_id,
        edition_id=batch.edition_id,
        content_group_id=batch.content_group_id,
        channel=batch.channel,
        worker=worker,
        is_first=batch.first_attempt_at is None,
        attempts=batch.attempts,
    )


def hold(session: Session, mine: Claim, *, now: datetime) -> bool:
    """Lengthen the lease; False when the batch is no longer mine or its edition was stopped."""
    held = session.execute(
        update(Batch)
        .where(*is_mine(mine), _edition_runs())
        .values(lease_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return affected(held) == 1


def release(session: Session, mine: Claim, state: BatchState, **values: object) -> bool:
    """Lay the batch down in ``state``; False when somebody else has taken it meanwhile."""
    laid = session.execute(
        update(Batch)
        .where(*is_mine(mine))
        .values(state=state, claimed_by="", lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return affected(laid) == 1


def is_due(now: datetime) -> Any:  # noqa: ANN401 - an SQL condition
    """The condition that a batch may be claimed now."""
    far = now + TOO_FAR_AHEAD
    return or_(
        Batch.state == BatchState.PLANNED,
        and_(
            Batch.state == BatchState.RETRY,
            or_(Batch.next_try_at <= now, Batch.next_try_at > far),
        ),
        and_(
            Batch.state == BatchState.CLAIMED,
            or_(Batch.lease_until < now, Batch.lease_until > far),
        ),
    )


def is_mine(mine: Claim) -> tuple[Any, ...]:
    """The condition that the batch still carries this worker's name."""
    return (
        Batch.id == mine.batch_id,
        Batch.state == BatchState.CLAIMED,
        Batch.claimed_by == mine.worker,
    )


def _edition_runs() -> Any:  # noqa: ANN401 - an SQL condition
    return Batch.edition_id.in_(
        select(Edition.id).where(Edition.id == Batch.edition_id, Edition.state.in_(GOING_OUT))
    )
