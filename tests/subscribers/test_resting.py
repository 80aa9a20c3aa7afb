"""Who rests is asked in two ways, of one person's row or of many numbers: the same people."""

from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.subscribers import (
    Address,
    AddressState,
    Subscriber,
    SubscriberState,
    Wishes,
    awake,
    find_or_add_profile,
    is_resting,
)


def test_both_ways_name_the_same_people(session: Session, hub: Hub, now: datetime) -> None:
    """A pause without an end, which no page makes, is a pause too."""
    profile = find_or_add_profile(session, hub.id, Wishes())
    ends = (None, now - timedelta(seconds=1), now, now + timedelta(seconds=1))
    for state, end in product(SubscriberState, ends):
        reader = Subscriber(
            hub_id=hub.id, profile_id=profile.id, state=state, paused_until=end, created_at=now
        )
        session.add(reader)
        session.flush()
        session.add(
            Address(
                hub_id=hub.id,
                subscriber_id=reader.id,
                channel="line",
                address=f"U{reader.id:032x}",
                state=AddressState.ACTIVE,
                created_at=now,
            )
        )
    session.flush()
    people = set(session.scalars(select(Subscriber.id)))
    wanted = set(session.scalars(select(Subscriber.id).where(awake(now))))
    resting = select(Address.subscriber_id).where(is_resting(Address.subscriber_id, now))
    assert set(session.scalars(resting)) == people - wanted
    assert len(wanted) == len(ends) + 2  # active ones, and pauses that are over
