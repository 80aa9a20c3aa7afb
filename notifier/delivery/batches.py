"""Planned readers stand in batches of at most 500: the unit of work, of one claim, of one call."""

import math
import uuid

from sqlalchemy import ColumnElement, Subquery, case, exists, func, insert, select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState
from notifier.editions import Edition
from notifier.kit.db import affected

BATCH_SIZE = 500
ANY_GROUP = 0

# A LINE call carries one content to all its readers; a mail is written for each of them, so the
# mail lane of an edition holds all its content groups (``ANY_GROUP``).
Lane = tuple[int, str]


def lane_of(channel: ColumnElement[str], group_id: ColumnElement[int]) -> ColumnElement[int]:
    """The content group a reader's batch is of, as SQL."""
    return case((channel == "line", group_id), else_=ANY_GROUP)


def add_batches(session: Session, edition: Edition, lanes: dict[Lane, int]) -> Subquery | None:
    """Add the *waiting* batches for so many new readers of each lane.

    Returns them as rows (id, lane, channel, begins: how many new readers of its lane stand before
    it), or None when there are none.
    Calls to LINE = the sum over content groups of ⌈readers / 500⌉, exactly; mail batches =
    ⌈readers / 500⌉, in the order of their content groups.
    """
    if not lanes:
        return None
    before = select(func.max(Batch.id)).where(Batch.edition_id == edition.id)
    newest = session.scalar(before) or 0
    last = _last_numbers(session, edition)
    unit = aggregation_unit(edition)
    session.execute(
        insert(Batch),
        [
            {
                "hub_id": edition.hub_id,
                "edition_id": edition.id,
                "content_group_id": lane[0] or None,
                "channel": lane[1],
                "number": last.get(lane, 0) + nth,
                "state": BatchState.WAITING,
                "retry_key": str(uuid.uuid4()),
                "unit": unit,
            }
            for lane, readers in lanes.items()
            for nth in range(1, math.ceil(readers / BATCH_SIZE) + 1)
        ],
    )
    lane_id = func.coalesce(Batch.content_group_id, ANY_GROUP)
    nth = func.row_number().over(partition_by=(lane_id, Batch.channel), order_by=Batch.number)
    return (
        select(
            Batch.id,
            lane_id.label("lane"),
            Batch.channel,
            ((nth - 1) * BATCH_SIZE).label("begins"),
        )
        .where(Batch.edition_id == edition.id, Batch.id > newest)
        .subquery("new_batches")
    )


def release_batches(session: Session, edition: Edition) -> int:
    """Let the waiting batches be claimed; returns how many."""
    released = session.execute(
        update(Batch)
        .where(Batch.edition_id == edition.id, Batch.state == BatchState.WAITING)
        .values(state=BatchState.PLANNED)
        .execution_options(synchronize_session=False)
    )
    return affected(released)


def has_waiting(session: Session, edition: Edition) -> bool:
    """Whether any batch was not released yet; ask under the edition's lock."""
    waiting = exists().where(Batch.edition_id == edition.id, Batch.state == BatchState.WAITING)
    return bool(session.scalar(select(waiting)))


def aggregation_unit(edition: Edition) -> str:
    """LINE's aggregation unit of an edition: one name, never reused, ≤ 30 of [A-Za-z0-9_]."""
    year, week, _ = edition.on.isocalendar()
    salt = edition.salt[:6].replace("-", "_")
    return f"{edition.kind[0]}{year}_{week:02d}_{edition.id}_{salt}"


def _last_numbers(session: Session, edition: Edition) -> dict[Lane, int]:
    rows = session.execute(
        select(Batch.content_group_id, Batch.channel, func.max(Batch.number))
        .where(Batch.edition_id == edition.id)
        .group_by(Batch.content_group_id, Batch.channel)
    )
    return {(group_id or ANY_GROUP, channel): number for group_id, channel, number in rows}
