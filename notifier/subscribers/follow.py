"""A LINE friend comes or goes; the newest event wins, in whatever order events arrive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.subscribers.add_address import add_address
from notifier.subscribers.consent import record_consent
from notifier.subscribers.leaving import end_when_alone
from notifier.subscribers.models import Address, AddressState, Subscriber, SubscriberState
from notifier.subscribers.queries import find_address
from notifier.subscribers.suppression import lift_suppression
from notifier.subscribers.wishes import Wishes

LINE = "line"


@dataclass(frozen=True, slots=True)
class Followed:
    """The reader, and whether this event changed anything (an older one does not)."""

    subscriber: Subscriber
    address: Address
    is_news: bool


def follow(
    session: Session,
    hub: Hub,
    *,
    user_id: str,
    at: datetime,
    now: datetime,
    how: str = "LINEで友だち追加",
) -> Followed:
    """``user_id`` added (or unblocked) the hub's account at ``at``: a reader of everything,
    until they choose; somebody who comes back finds their choices again."""
    address, reader = _take(session, hub, user_id, now)
    if address.last_event_at is not None and address.last_event_at >= at:
        return Followed(reader, address, is_news=False)
    address.last_event_at = at
    if address.state != AddressState.ACTIVE:
        address.state = AddressState.ACTIVE
        address.reason = ""
        address.confirmed_at = at
        address.ended_at = None
        lift_suppression(session, hub.id, channel=LINE, address=user_id)
        record_consent(session, address, is_given=True, place=LINE, how=how, at=at)
    if reader.state == SubscriberState.ENDED:
        reader.state, reader.ended_at = SubscriberState.ACTIVE, None
    session.flush()
    return Followed(reader, address, is_news=True)


def unfollow(session: Session, hub: Hub, *, user_id: str, at: datetime, now: datetime) -> Followed:
    """``user_id`` blocked the account at ``at``. A stranger is noted too: their follow may
    still be under way, and it is older."""
    address, reader = _take(session, hub, user_id, now)
    if address.last_event_at is not None and address.last_event_at >= at:
        return Followed(reader, address, is_news=False)
    was_reader = address.state in (AddressState.ACTIVE, AddressState.SUSPENDED)
    address.last_event_at = at
    address.state = AddressState.BLOCKED
    address.ended_at = at
    if was_reader:
        record_consent(session, address, is_given=False, place=LINE, how="LINEでブロック", at=at)
    end_when_alone(session, reader, now=at)
    return Followed(reader, address, is_news=True)


def _take(session: Session, hub: Hub, user_id: str, now: datetime) -> tuple[Address, Subscriber]:
    """The address and its person, locked: two events of one friend are weighed one by one."""
    address = find_address(session, hub.id, channel=LINE, address=user_id) or add_address(
        session, hub, channel=LINE, address=user_id, wishes=Wishes(), source=LINE, now=now
    )
    session.refresh(address, with_for_update=True)
    return address, session.get_one(
        Subscriber, address.subscriber_id, with_for_update=True, populate_existing=True
    )
