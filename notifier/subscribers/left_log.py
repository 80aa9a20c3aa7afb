"""Who left, as keyed hashes for a log outside the database, and that log replayed after a restore.

A hash is made with the hub's long-lived link key, so it says nothing to whoever has the log alone
and still fits after a rotation of the secret key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from notifier.subscribers.leaving import ALIVE
from notifier.subscribers.models import (
    Address,
    Consent,
    ReaderLinkKey,
    SuppressedAddress,
)
from notifier.subscribers.reader_token import key_of
from notifier.subscribers.suppression import address_hash, suppress
from notifier.subscribers.unsubscribe import unsubscribe

HOW = "バックアップからの復元（やめた人の控え）"
STREAM = 1000


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody left, or came back (``is_back``), at a moment; ``number`` is the consent's id."""

    number: int
    hub_id: int
    channel: str
    address_hash: str
    is_back: bool
    at: datetime


def leavings(session: Session, *, after: int, limit: int = 5000) -> tuple[list[Leaving], int]:
    """Leavings and returns recorded behind the consent ``after``, and the last consent looked at."""
    earlier = aliased(Consent)
    was_gone = (
        select(earlier.id)
        .where(earlier.address_id == Consent.address_id, ~earlier.is_given, earlier.id < Consent.id)
        .exists()
    )
    last = session.scalar(
        select(func.max(Consent.id)).where(
            Consent.id.in_(
                select(Consent.id).where(Consent.id > after).order_by(Consent.id).limit(limit)
            )
        )
    )
    if last is None:
        return [], after
    rows = session.execute(
        select(Consent, Address.address)
        .join(Address, Address.id == Consent.address_id)
        .where(
            Consent.id > after,
            Consent.id <= last,
            or_(~Consent.is_given, was_gone),
            Address.address.not_like("left:%"),  # what is a hash already is in every backup
        )
        .order_by(Consent.id)
    ).all()
    keys = {hub_id: key_of(session, hub_id) for hub_id in {one.hub_id for one, _ in rows}}
    found = [
        Leaving(
            one.id,
            one.hub_id,
            one.channel,
            address_hash(keys[one.hub_id], one.channel, address),
            one.is_given,
            one.at,
        )
        for one, address in rows
    ]
    return found, last


def consent_moment(session: Session, number: int) -> datetime | None:
    """When that consent was given or taken; None when this database does not know it."""
    return session.scalar(select(Consent.at).where(Consent.id == number))


def replay_leavings(
    session: Session, hub_id: int, left: Mapping[tuple[str, str], datetime], *, now: datetime
) -> int:
    """Let everybody whose hash is in ``left`` (channel and hash → when) be gone; returns how many.

    Whoever said yes again later than that stays. Hashes of people the restored data does not know
    block a re-import. Every address is looked at once, as a stream.
    """
    has_key = select(ReaderLinkKey.id).where(ReaderLinkKey.hub_id == hub_id)
    if not left or session.scalar(has_key) is None:
        return 0
    key = key_of(session, hub_id)
    addresses = session.execute(
        select(Address.id, Address.channel, Address.address)
        .where(Address.hub_id == hub_id, Address.state.in_(ALIVE))
        .execution_options(yield_per=STREAM)
    )
    gone: list[tuple[int, datetime]] = []
    for address_id, channel, address in addresses:
        at = left.get((channel, address_hash(key, channel, address)))
        if at is not None:
            gone.append((address_id, at))
    ended = sum(_end(session, address_id, at, now) for address_id, at in gone)
    suppress(
        session,
        [
            SuppressedAddress(hub_id=hub_id, channel=channel, address_hash=one, created_at=now)
            for channel, one in left
        ],
    )
    return ended


def _end(session: Session, address_id: int, at: datetime, now: datetime) -> bool:
    said_yes = session.scalar(
        select(func.max(Consent.at)).where(Consent.address_id == address_id, Consent.is_given)
    )
    if said_yes is not None and said_yes > at:
        return False
    unsubscribe(session, session.get_one(Address, address_id), how=HOW, now=now)
    return True
