"""Planned readers become batches of at most 500: the unit of work, of one claim, of one call."""

import math
import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, insert, null, select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.editions import Edition

BATCH_SIZE = 500


Lane = tuple[int | None, str]
# A LINE call carries one content to all its readers; a mail is written for each.
_lane_group = case((Delivery.channel == "line", Delivery.content_group_id), else_=null())


def batch_up(session: Session, edition: Edition) -> int:
    """Give every planned delivery without a batch its batch; returns how many batches are new.

    Calls to LINE = the sum over content groups of ⌈readers / 500⌉, exactly; mail batches =
    ⌈readers / 500⌉, in the order of their content groups.
    """
    waiting = session.execute(
        select(_lane_group, Delivery.channel, func.count())
        .where(*_without_batch(edition))
        .group_by(_lane_group, Delivery.channel)
        .order_by(_lane_group, Delivery.channel)
    ).all()
    lanes = {(group_id, channel): readers for group_id, channel, readers in waiting}
    if not lanes:
        return 0
    last = _last_numbers(session, edition)
    rows = [
        {
            "hub_id": edition.hub_id,
            "edition_id": edition.id,
            "content_group_id": lane[0],
            "channel": lane[1],
            "number": last.get(lane, 0) + offset,
            "state": BatchState.PLANNED,
            "retry_key": str(uuid.uuid4()),
            "unit": aggregation_unit(edition),
        }
        for lane, readers in lanes.items()
        for offset in range(1, math.ceil(readers / BATCH_SIZE) + 1)
    ]
    session.execute(insert(Batch), rows)
    for lane in lanes:
        _assign(session, edition, lane, last.get(lane, 0))
    return len(rows)


def aggregation_unit(edition: Edition) -> str:
    """LINE's aggregation unit of an edition: one name, never reused, ≤ 30 of [A-Za-z0-9_]."""
    year, week, _ = edition.on.isocalendar()
    return f"{edition.kind[0]}{year}_{week:02d}_{edition.id}"


def _assign(session: Session, edition: Edition, lane: Lane, offset: int) -> None:
    """Number the waiting readers of one lane and hand them out 500 by 500."""
    numbered = _numbered(edition, lane, offset).subquery()
    session.execute(
        update(Delivery)
        .where(Delivery.id == numbered.c.id)
        .values(batch_id=Batch.id)
        .where(
            Batch.edition_id == edition.id,
            Batch.content_group_id.is_not_distinct_from(lane[0]),
            Batch.channel == lane[1],
            Batch.number == numbered.c.number,
        )
        .execution_options(synchronize_session=False)
    )


def _numbered(edition: Edition, lane: Lane, offset: int) -> Select[tuple[int, int]]:
    group_id, channel = lane
    order = (Delivery.content_group_id, Delivery.id)
    position = func.row_number().over(order_by=order) - 1
    query = select(
        Delivery.id.label("id"), (position // BATCH_SIZE + offset + 1).label("number")
    ).where(*_without_batch(edition), Delivery.channel == channel)
    return query.where(Delivery.content_group_id == group_id) if group_id is not None else query


def _last_numbers(session: Session, edition: Edition) -> dict[Lane, int]:
    rows: Any = session.execute(
        select(Batch.content_group_id, Batch.channel, func.max(Batch.number))
        .where(Batch.edition_id == edition.id)
        .group_by(Batch.content_group_id, Batch.channel)
    )
    return {(group_id, channel): number for group_id, channel, number in rows}


def _without_batch(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.edition_id == edition.id,
        Delivery.batch_id.is_(None),
        Delivery.state == DeliveryState.QUEUED,
    )
