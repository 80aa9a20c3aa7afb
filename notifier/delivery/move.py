"""The one statement by which deliveries change their state, for a whole batch or some of its rows.

Built once: to put such a statement together costs more than to run it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Delivery, DeliveryState
from notifier.kit.db import Moment, affected


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
    facts = {"batch": mine.batch_id} | _facts(before, after, reason, now)
    return affected(session.execute(_BATCH[after is DeliveryState.SENT], facts))


def move_some(
    session: Session,
    ids: Collection[int],
    before: DeliveryState,
    after: DeliveryState,
    *,
    reason: str = "",
    now: datetime,
) -> set[int]:
    """Move these deliveries; whom somebody moved meanwhile is not among the returned."""
    if not ids:
        return set()
    facts = {"ids": list(ids)} | _facts(before, after, reason, now)
    return set(session.execute(_SOME[after is DeliveryState.SENT], facts).scalars())


def _facts(
    before: DeliveryState, after: DeliveryState, reason: str, now: datetime
) -> dict[str, Any]:
    return {"before": before, "after": after, "why": reason, "now": now}


_deliveries = cast("Table", Delivery.__table__)
_state = _deliveries.c.state
_now = bindparam("now", type_=Moment())
_MOVED = (
    update(_deliveries)
    .where(_state == bindparam("before", type_=_state.type))
    .values(state=bindparam("after", type_=_state.type), reason=bindparam("why"), updated_at=_now)
)
_BY_BATCH = _MOVED.where(_deliveries.c.batch_id == bindparam("batch"))
_BY_ID = _MOVED.where(_deliveries.c.id.in_(bindparam("ids", expanding=True)))
# The second of each is for those that are sent now.
_BATCH = (_BY_BATCH, _BY_BATCH.values(sent_at=_now))
_SOME = tuple(one.returning(_deliveries.c.id) for one in (_BY_ID, _BY_ID.values(sent_at=_now)))
