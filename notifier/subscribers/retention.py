"""What the room forgets by itself, on the timetable."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from notifier.subscribers.models import (
    Address,
    AddressState,
    Consent,
    Subscriber,
    SuppressedAddress,
)
from notifier.subscribers.reader_token import key_of
from notifier.subscribers.suppression import address_hash, suppress

KEEP_LEFT = timedelta(days=30)
KEEP_CONSENT = timedelta(days=365)
BATCH = 500


def purge_unconfirmed(session: Session, *, now: datetime) -> int:
    """Delete addresses nobody confirmed in time (7 days), and the readers they would have been."""
    gone = session.execute(
        delete(Address)
        .where(Address.state == AddressState.UNCONFIRMED, Address.confirm_expires_at < now)
        .returning(Address.subscriber_id)
    ).all()
    readers = {row.subscriber_id for row in gone}
    session.execute(
        delete(Subscriber)
        .where(
            Subscriber.id.in_(readers),
            ~exists(select(Address.id).where(Address.subscriber_id == Subscriber.id)),
        )
        .execution_options(synchronize_session=False)
    )
    return len(gone)


def hubs_left_long_ago(session: Session, *, now: datetime) -> list[int]:
    """Hubs with an address ``hash_after_leaving`` would forget."""
    return list(session.scalars(select(Address.hub_id).where(*_left_long_ago(now)).distinct()))


def hash_after_leaving(session: Session, hub_id: int, *, now: datetime) -> int:
    """30 days after leaving, keep a keyed hash instead of the address; returns how many.

    The row stays under a neutral name, because the consent record hangs on it for a year.
    """
    left = session.scalars(
        select(Address).where(Address.hub_id == hub_id, *_left_long_ago(now)).limit(BATCH)
    ).all()
    key = key_of(session, hub_id) if left else ""
    suppress(
        session,
        [
            SuppressedAddress(
                hub_id=hub_id,
                channel=row.channel,
                address_hash=address_hash(key, row.channel, row.address),
                created_at=now,
            )
            for row in left
        ],
    )
    for row in left:
        row.address = f"left:{row.id}"
    session.flush()
    return len(left)


def _left_long_ago(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Address.state.in_((AddressState.UNSUBSCRIBED, AddressState.BLOCKED)),
        Address.ended_at < now - KEEP_LEFT,
        Address.address.not_like("left:%"),
    )


def forget_consents(session: Session, *, now: datetime) -> int:
    """Delete the consent record of an address one year after it ended."""
    ended = select(Address.id).where(Address.ended_at < now - KEEP_CONSENT)
    gone = session.execute(
        delete(Consent)
        .where(Consent.address_id.in_(ended))
        .returning(Consent.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(gone)
