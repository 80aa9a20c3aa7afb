"""Nothing goes out late by itself: until when a batch is tried without asking a person."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, BatchState, Delivery
from notifier.editions import Edition
from notifier.hubs import get_hub

BEGUN = func.coalesce(Edition.dispatched_at, Edition.composed_at)  # when it began to go out


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
    found: datetime = session.scalars(select(BEGUN).where(Edition.id == batch.edition_id)).one()
    return found


def freshness(session: Session, batch: Batch) -> timedelta:
    """How long after its hour the hub still wants an edition to go by itself."""
    return timedelta(minutes=get_hub(session, batch.hub_id).freshness_minutes)
