"""After thirteen months nobody needs to know who was written to: the rows become counts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Delivery, DeliveryCount, DeliveryState, PassedOver
from notifier.editions import Edition, EditionState, forget_rendering
from notifier.hubs import get_hub
from notifier.kit import clock

KEEP_MONTHS = 13
STREAM_ROWS = 2_000
EDITIONS_AT_ONCE = 20
STILL_OPEN = (EditionState.APPROVED, EditionState.DISPATCHING)
IN_FLIGHT = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass(slots=True)
class _Cell:
    count: int = 0
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None


def due_to_condense(session: Session, *, now: datetime) -> list[int]:
    """Editions over for thirteen months that still have rows of readers, oldest first."""
    rows = session.scalars(
        select(Edition.id)
        .where(
            Edition.on < _months_before(clock.local(now).date(), KEEP_MONTHS),
            Edition.state.not_in(STILL_OPEN),
            exists().where(Delivery.edition_id == Edition.id),
            ~exists().where(Delivery.edition_id == Edition.id, Delivery.state.in_(IN_FLIGHT)),
        )
        .order_by(Edition.on, Edition.id)
        .limit(EDITIONS_AT_ONCE)
    )
    return list(rows)


def condense(session: Session, edition_id: int) -> int:
    """Turn the deliveries of one edition into counts; returns how many rows are gone. What was
    made to be sent, readers' messages and mails, goes with them.

    For a transaction of its own: either the counts stand or the rows. Two at once: the second
    waits for the edition and finds nothing. Memory does not grow with the readers.
    """
    edition = session.get_one(Edition, edition_id, with_for_update=True)
    cells = _count(session, edition)
    if not cells:
        return 0
    session.execute(
        insert(DeliveryCount),
        [
            {
                "hub_id": edition.hub_id,
                "edition_id": edition.id,
                "channel": channel,
                "state": state,
                "on": on,
                "count": cell.count,
                "first_sent_at": cell.first_sent_at,
                "last_sent_at": cell.last_sent_at,
            }
            for (channel, state, on), cell in cells.items()
        ],
    )
    for rows in (
        delete(Delivery).where(Delivery.edition_id == edition.id),
        delete(PassedOver).where(PassedOver.edition_id == edition.id),
    ):
        session.execute(rows.execution_options(synchronize_session=False))
    forget_rendering(session, edition)
    return sum(cell.count for cell in cells.values())


def _count(session: Session, edition: Edition) -> dict[tuple[str, DeliveryState, date], _Cell]:
    """By channel, state and the hub's day of sending (of the last change when never sent)."""
    zone = get_hub(session, edition.hub_id).zone
    rows = session.execute(
        select(Delivery.channel, Delivery.state, Delivery.sent_at, Delivery.updated_at)
        .where(Delivery.edition_id == edition.id)
        .execution_options(yield_per=STREAM_ROWS)
    )
    cells: dict[tuple[str, DeliveryState, date], _Cell] = defaultdict(_Cell)
    for channel, state, sent_at, updated_at in rows:
        cell = cells[channel, state, clock.local(sent_at or updated_at, zone).date()]
        cell.count += 1
        if sent_at is not None:
            cell.first_sent_at = min(cell.first_sent_at or sent_at, sent_at)
            cell.last_sent_at = max(cell.last_sent_at or sent_at, sent_at)
    return cells


def _months_before(day: date, months: int) -> date:
    """The first of the month that many months before ``day``: whole months are kept."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
