"""The one statement by which deliveries change their state, for a whole batch or some of its rows."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import Executable, Table, Update, bindparam, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Delivery, DeliveryState
from notifier.kit.db import Moment
from notifier.kit.ready import Ready, among, as_list


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
    return _BATCH[after is DeliveryState.SENT].count(session, facts)


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
    facts = {"ids": as_list(ids)} | _facts(before, after, reason, now)
    return {one for (one,) in _SOME[after is DeliveryState.SENT].rows(session, facts)}


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
_SENT = _MOVED.values(sent_at=_now)


def _some(statement: Update, dialect: str) -> Executable:
    return statement.where(among(dialect, _deliveries.c.id, "ids")).returning(_deliveries.c.id)


# The second of each is for those that are sent now.
_BATCH = [Ready(one.where(_deliveries.c.batch_id == bindparam("batch"))) for one in (_MOVED, _SENT)]
_SOME = [Ready(partial(_some, one)) for one in (_MOVED, _SENT)]
