"""One address of a hub, once: of two that meet it first at the same moment, one adds it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.subscribers.find_or_add_profile import find_or_add_profile
from notifier.subscribers.models import Address, AddressState, Subscriber
from notifier.subscribers.queries import find_address
from notifier.subscribers.wishes import Wishes


def add_address(  # noqa: PLR0913 - whom a stranger's address will belong to
    session: Session,
    hub: Hub,
    *,
    channel: str,
    address: str,
    wishes: Wishes,
    source: str,
    now: datetime,
) -> Address:
    """A new unconfirmed address with its person; the row another process added meanwhile wins."""
    profile_id = find_or_add_profile(session, hub.id, wishes).id
    try:
        with session.begin_nested():
            reader = Subscriber(
                hub_id=hub.id, profile_id=profile_id, source=source[:60], created_at=now
            )
            session.add(reader)
            session.flush()
            made = Address(
                hub_id=hub.id,
                subscriber_id=reader.id,
                channel=channel,
                address=address,
                state=AddressState.UNCONFIRMED,
                created_at=now,
            )
            session.add(made)
            session.flush()
    except IntegrityError:
        theirs = find_address(session, hub.id, channel=channel, address=address)
        if theirs is None:
            raise
        return theirs
    return made
