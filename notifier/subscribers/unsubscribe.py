"""Leave: by one address, or entirely; and come back within the time the address is still known."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.subscribers.consent import record_consent
from notifier.subscribers.leaving import ALIVE, end_when_alone
from notifier.subscribers.models import Address, AddressState, Subscriber, SubscriberState

READER = audit.Actor("reader", "読者")


def unsubscribe(session: Session, address: Address, *, how: str, now: datetime) -> Subscriber:
    """Nothing more is sent to ``address``, at once; doing it twice is harmless.

    ``how`` says which way, e.g. "メールのワンクリック". The person has left when no other address of
    theirs is alive.
    """
    session.refresh(address, with_for_update=True)
    reader = session.get_one(
        Subscriber, address.subscriber_id, with_for_update=True, populate_existing=True
    )
    if address.state in (AddressState.UNSUBSCRIBED, AddressState.BLOCKED):
        return reader
    address.state = AddressState.UNSUBSCRIBED
    address.ended_at = now
    address.confirm_hash = ""
    record_consent(session, address, is_given=False, place=address.channel, how=how, at=now)
    end_when_alone(session, reader, now=now)
    _note(session, reader, f"読者が配信を止めました（{how}）。", "unsubscribe", now)
    return reader


def end_all(session: Session, subscriber: Subscriber, *, how: str, now: datetime) -> Subscriber:
    """Leave entirely: every address at once."""
    for address in _addresses(session, subscriber, ALIVE):
        unsubscribe(session, address, how=how, now=now)
    end_when_alone(session, subscriber, now=now)
    return subscriber


def rejoin(
    session: Session, subscriber: Subscriber, *, how: str, now: datetime, channel: str = ""
) -> Subscriber:
    """Take the leaving back (of one ``channel``, or of all): the person themselves says yes again.

    Addresses whose owner blocked us on LINE stay as they are; only LINE can unblock.
    """
    back = [
        address
        for address in _addresses(session, subscriber, (AddressState.UNSUBSCRIBED,))
        if not address.address.startswith("left:")  # after 30 days only a hash is left
        and channel in ("", address.channel)
    ]
    for address in back:
        address.state = AddressState.ACTIVE
        address.ended_at = None
        subscriber.state, subscriber.ended_at = SubscriberState.ACTIVE, None
        record_consent(session, address, is_given=True, place=address.channel, how=how, at=now)
    if back:
        _note(session, subscriber, f"読者が配信を再開しました（{how}）。", "rejoin", now)
    return subscriber


def _addresses(
    session: Session, subscriber: Subscriber, states: tuple[AddressState, ...]
) -> list[Address]:
    return list(
        session.scalars(
            select(Address).where(
                Address.hub_id == subscriber.hub_id,
                Address.subscriber_id == subscriber.id,
                Address.state.in_(states),
            )
        )
    )


def _note(
    session: Session, subscriber: Subscriber, sentence: str, verb: str, now: datetime
) -> None:
    audit.write(
        session,
        sentence,
        verb=f"subscribers.{verb}",
        subject=("subscriber", subscriber.id),
        hub_id=subscriber.hub_id,
        by=READER,
        now=now,
    )
    session.flush()
