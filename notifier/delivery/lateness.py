"""Nothing goes out late by itself: until when a batch is tried without asking a person."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery
from notifier.editions import Edition
from notifier.hubs import Hub, get_hub

_BEGUN = func.coalesce(Edition.dispatched_at, Edition.composed_at)
_START = (
    select(_BEGUN, Hub.freshness_minutes)
    .join(Batch, Batch.edition_id == Edition.id)
    .join(Hub, Hub.id == Edition.hub_id)
    .where(Batch.id == bindparam("batch"), Batch.is_in_doubt.is_(False))
)


def is_past_start(session: Session, batch_id: int, *, now: datetime) -> bool:
    """Whether a batch's edition began longer ago than its hub's freshness window: in one look,
    before it is asked whether the batch itself is late. One in doubt is not asked at all."""
    row = session.execute(_START, {"batch": batch_id}).one_or_none()
    return row is not None and now > row[0] + timedelta(minutes=row[1])


def late_at(session: Session, batch: Batch) -> datetime:
    """From then on a person decides: the hub's freshness window after the edition last got on."""
    return got_on_at(session, batch) + freshness(session, batch)


def got_on_at(session: Session, batch: Batch) -> datetime:
    """When a batch of its edition was last done or a mail of its own taken, else the start.

    A queue that moves makes nobody late.
    """
    begun = began_at(session, batch)
    done = session.scalar(
        select(func.max(Batch.done_at)).where(
            Batch.edition_id == batch.edition_id, Batch.state == BatchState.DONE
        )
    )
    taken = session.scalar(select(func.max(Delivery.sent_at)).where(Delivery.batch_id == batch.id))
    return max(begun, done or begun, taken or begun)


def began_at(session: Session, batch: Batch) -> datetime:
    """When its edition began to go out; the edition itself, with all its items, is not loaded."""
    found: datetime = session.scalars(select(_BEGUN).where(Edition.id == batch.edition_id)).one()
    return found


def freshness(session: Session, batch: Batch) -> timedelta:
    """How long after its hour the hub still wants an edition to go by itself."""
    return timedelta(minutes=get_hub(session, batch.hub_id).freshness_minutes)
