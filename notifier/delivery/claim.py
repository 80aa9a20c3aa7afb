"""A batch is taken by exactly one worker: a conditional UPDATE with a lease."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from notifier.delivery.lateness import BEGUN
from notifier.delivery.models import Batch, BatchState
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub
from notifier.kit.db import Moment
from notifier.kit.ready import Ready

LEASE = timedelta(seconds=60)
# No lease and no pause is as long: what is further ahead was written before the clock was set back.
TOO_FAR_AHEAD = timedelta(hours=1)
# A sent edition has open batches only where the other way stands in (``stand_in``).
GOING_OUT = (EditionState.DISPATCHING, EditionState.SENT)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker holds: the batch and its own name on it."""

    batch_id: int
    worker: str
    hub_id: int
    edition_id: int
    content_group_id: int | None
    channel: str
    attempts: int
    is_in_doubt: bool
    begun_at: datetime
    fresh_minutes: int

    def may_be_late(self, now: datetime) -> bool:
        """Whether its edition began longer ago than its hub's freshness window: then it must be
        asked whether the batch itself is late. One in doubt never is (``lay_aside_late``)."""
        fresh = timedelta(minutes=self.fresh_minutes)
        return not self.is_in_doubt and now > self.begun_at + fresh


def claim(session: Session, batch_id: int, *, worker: str, now: datetime) -> Claim | None:
    """Take a due batch, or None when another has it, it is not due, or its edition stopped.

    ``worker`` must be a name no other process uses; a lease that ran out may be taken over.
    """
    facts = {
        "batch": batch_id,
        "worker": worker,
        "now": now,
        "far": now + TOO_FAR_AHEAD,
        "until": now + LEASE,
    }
    won = _CLAIM.rows(session, facts)
    return Claim(batch_id, worker, *won[0]) if won else None


def hold(session: Session, mine: Claim, *, now: datetime) -> bool:
    """Lengthen the lease; False when the batch is no longer mine or its edition was stopped."""
    return _HELD.count(session, {**_of(mine), "until": now + LEASE}) == 1


def note(session: Session, mine: Claim, **values: object) -> bool:
    """Write on the batch; False when somebody else has taken it meanwhile."""
    return _noted(tuple(values)).count(session, _of(mine) | values) == 1


def release(session: Session, mine: Claim, state: BatchState, **values: object) -> bool:
    """Lay the batch down in ``state``; False when somebody else has taken it meanwhile.

    A key belongs to its sentence: a new ``reason`` without one takes the old one's away.
    """
    if "reason" in values:
        values.setdefault("reason_key", "")
    return note(session, mine, state=state, claimed_by="", lease_until=None, **values)


def uncount(session: Session, mine: Claim) -> None:
    """The call counted before it was made surely never left. Whoever holds the batch by now keeps
    what they counted since."""
    batch = update(_batches).where(_batches.c.id == mine.batch_id)
    session.execute(batch.values(calls=_batches.c.calls - 1))


def is_due(now: datetime) -> Any:  # noqa: ANN401 - an SQL condition
    """The condition that a batch may be claimed now."""
    return _is_due(now, now + TOO_FAR_AHEAD)


def _is_due(now: Any, far: Any) -> Any:  # noqa: ANN401 - moments or their places in a statement
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


def _of(mine: Claim) -> dict[str, object]:
    return {"batch": mine.batch_id, "worker": mine.worker}


@cache
def _noted(columns: tuple[str, ...]) -> Ready:
    places = {name: bindparam(name, type_=_batches.c[name].type) for name in columns}
    return Ready(_MINE.values(places))


_batches = cast("Table", Batch.__table__)
_moment = Moment()
_EDITION_RUNS = Batch.edition_id.in_(
    select(Edition.id).where(
        Edition.id == Batch.edition_id, or_(*(Edition.state == one for one in GOING_OUT))
    )
)
_CLAIM = Ready(
    update(_batches)
    .where(
        _batches.c.id == bindparam("batch"),
        _is_due(bindparam("now", type_=_moment), bindparam("far", type_=_moment)),
        _EDITION_RUNS,
    )
    .values(
        state=BatchState.CLAIMED,
        claimed_by=bindparam("worker"),
        lease_until=bindparam("until", type_=_moment),
        attempts=_batches.c.attempts + 1,
        rung_at=bindparam("now", type_=_moment),
    )
    .returning(
        _batches.c.hub_id,
        _batches.c.edition_id,
        _batches.c.content_group_id,
        _batches.c.channel,
        _batches.c.attempts,
        _batches.c.is_in_doubt,
        select(BEGUN).where(Edition.id == _batches.c.edition_id).scalar_subquery(),
        select(Hub.freshness_minutes).where(Hub.id == _batches.c.hub_id).scalar_subquery(),
    )
)
_MINE = update(_batches).where(
    _batches.c.id == bindparam("batch"),
    _batches.c.state == BatchState.CLAIMED,
    _batches.c.claimed_by == bindparam("worker"),
)
_HELD = Ready(_MINE.where(_EDITION_RUNS).values(lease_until=bindparam("until", type_=_moment)))
