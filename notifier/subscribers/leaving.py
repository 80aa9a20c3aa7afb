"""What follows when an address ends: a person without any living address has left."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.subscribers.models import Address, AddressState, Subscriber, SubscriberState

ALIVE = (AddressState.ACTIVE, AddressState.SUSPENDED)


def end_when_alone(session: Session, subscriber: Subscriber, *, now: datetime) -> bool:
    """End ``subscriber`` when no address of theirs is alive any more; True when they ended."""
    session.flush()
    alive = session.scalar(
        select(Address.id)
        .where(Address.subscriber_id == subscriber.id, Address.state.in_(ALIVE))
        .limit(1)
    )
    if alive is not None:
        return False
    subscriber.state = SubscriberState.ENDED
    subscriber.ended_at = now
    subscriber.paused_until = None
    session.flush()
    return True
