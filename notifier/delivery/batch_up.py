"""Planned readers become batches of at most 500: the unit of work, of one claim, of one call."""

import math
import uuid
from collections import defaultdict

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.editions import Edition

BATCH_SIZE = 500


def batch_up(session: Session, edition: Edition) -> int:
    """Give every planned delivery without a batch its batch; returns how many batches are new.

    Calls to LINE = the sum over content groups of ⌈readers / 500⌉, exactly.
    """
    waiting = session.execute(
        select(Delivery.content_group_id, Delivery.channel, func.count())
        .where(*_without_batch(edition))
        .group_by(Delivery.content_group_id, Delivery.channel)
        .order_by(Delivery.content_group_id, Delivery.channel)
    ).all()
    if not waiting:
        return 0
    last = _last_numbers(session, edition)
    rows = [
        {
            "hub_id": edition.hub_id,
            "edition_id": edition.id,
            "content_group_id": group_id,
            "channel": channel,
            "number": last[group_id, channel] + offset,
            "state": BatchState.PLANNED,
            "retry_key": str(uuid.uuid4()),
            "unit": aggregation_unit(edition),
        }
        for group_id, channel, readers in waiting
        for offset in range(1, math.ceil(readers / BATCH_SIZE) + 1)
    ]
    session.execute(insert(Batch), rows)
    _assign(session, edition, last)
    return len(rows)


def aggregation_unit(edition: Edition) -> str:
    """LINE's aggregation unit of an edition: one name, never reused, ≤ 30 of [A-Za-z0-9_]."""
    year, week, _ = edition.on.isocalendar()
    return f"{edition.kind[0]}{year}_{week:02d}_{edition.id}"


def _assign(session: Session, edition: Edition, last: dict[tuple[int, str], int]) -> None:
    """Number the waiting readers of each group and hand them out 500 by 500."""
    for (group_id, channel), offset in _groups_of(session, edition, last).items():
        numbered = _numbered(edition, group_id, channel, offset).subquery()
        session.execute(
            update(Delivery)
            .where(Delivery.id == numbered.c.id)
            .values(batch_id=Batch.id)
            .where(
                Batch.edition_id == edition.id,
                Batch.content_group_id == group_id,
                Batch.channel == channel,
                Batch.number == numbered.c.number,
            )
            .execution_options(synchronize_session=False)
        )


def _numbered(
    edition: Edition, group_id: int, channel: str, offset: int
) -> Select[tuple[int, int]]:
    position = func.row_number().over(order_by=Delivery.id) - 1
    return select(
        Delivery.id.label("id"), (position // BATCH_SIZE + offset + 1).label("number")
    ).where(
        *_without_batch(edition),
        Delivery.content_group_id == group_id,
        Delivery.channel == channel,
    )


def _groups_of(
    session: Session, edition: Edition, last: dict[tuple[int, str], int]
) -> dict[tuple[int, str], int]:
    pairs = session.execute(
        select(Delivery.content_group_id, Delivery.channel)
        .where(*_without_batch(edition))
        .distinct()
    ).all()
    return {(group_id, channel): last[group_id, channel] for group_id, channel in pairs}


def _last_numbers(session: Session, edition: Edition) -> dict[tuple[int, str], int]:
    numbers: dict[tuple[int, str], int] = defaultdict(int)
    for group_id, channel, number in session.execute(
        select(Batch.content_group_id, Batch.channel, func.max(Batch.number))
        .where(Batch.edition_id == edition.id)
        .group_by(Batch.content_group_id, Batch.channel)
    ):
        numbers[group_id, channel] = number
    return numbers


def _without_batch(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.edition_id == edition.id,
        Delivery.batch_id.is_(None),
        Delivery.state == DeliveryState.QUEUED,
    )
