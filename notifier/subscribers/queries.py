"""Reads of readers; every one of a single hub."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, exists, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from notifier.kit.errors import NotFoundError
from notifier.subscribers.models import (
    Address,
    AddressState,
    Consent,
    PreferenceProfile,
    Subscriber,
    SubscriberState,
)

LINE = "line"


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One address with its person's wishes, as exported."""

    channel: str
    address: str
    subscriber_id: int
    source: str
    districts: tuple[str, ...]
    birth_months: tuple[str, ...]
    themes: tuple[str, ...]
    language: str
    consented_at: datetime | None


def awake(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition under which a person may be sent something at ``now``, or at the moment that a
    statement made beforehand is given in its place."""
    return or_(
        Subscriber.state == SubscriberState.ACTIVE,
        (Subscriber.state == SubscriberState.PAUSED) & (Subscriber.paused_until <= now),
    )


def is_resting(
    subscriber_id: InstrumentedAttribute[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """Whether the person of that number is not ``awake``.

    For many people at once: few rest, and only they stand in an index, so that the others' rows
    need not be looked at. The index is found by its own words alone.
    """
    may_rest = Subscriber.state != literal_column(f"'{SubscriberState.ACTIVE.value}'")
    return exists().where(Subscriber.id == subscriber_id, may_rest, awake(now).is_not(True))


def find_address(session: Session, hub_id: int, *, channel: str, address: str) -> Address | None:
    """The row of one address of this hub."""
    return session.scalar(
        select(Address).where(
            Address.hub_id == hub_id, Address.channel == channel, Address.address == address
        )
    )


def find_subscriber(session: Session, hub_id: int, subscriber_id: int) -> Subscriber:
    """A person of this hub; ``NotFoundError`` otherwise."""
    found = session.scalar(
        select(Subscriber).where(Subscriber.id == subscriber_id, Subscriber.hub_id == hub_id)
    )
    if found is None:
        raise NotFoundError("この読者は見つかりません。")
    return found


def line_beside(session: Session, hub_id: int, *, email: str) -> Address | None:
    """The living LINE address of the person who linked it with this mail address, if there is one."""
    mine = (
        select(Address.subscriber_id)
        .where(
            Address.hub_id == hub_id,
            Address.channel == "email",
            Address.address == email,
            Address.state == AddressState.ACTIVE,
        )
        .scalar_subquery()
    )
    return session.scalar(
        select(Address)
        .where(
            Address.hub_id == hub_id,
            Address.channel == LINE,
            Address.state == AddressState.ACTIVE,
            Address.subscriber_id == mine,
        )
        .limit(1)
    )


def addresses_of(session: Session, subscriber: Subscriber) -> list[Address]:
    """Every address of a person, oldest first."""
    return list(
        session.scalars(
            select(Address)
            .where(Address.hub_id == subscriber.hub_id, Address.subscriber_id == subscriber.id)
            .order_by(Address.id)
        )
    )


def consents_of(session: Session, subscriber: Subscriber) -> list[Consent]:
    """The consent record of a person, newest first."""
    return list(
        session.scalars(
            select(Consent)
            .join(Address, Address.id == Consent.address_id)
            .where(Consent.hub_id == subscriber.hub_id, Address.subscriber_id == subscriber.id)
            .order_by(Consent.at.desc(), Consent.id.desc())
        )
    )


def profile_of(session: Session, subscriber: Subscriber) -> PreferenceProfile:
    """The wishes of a person, as the row they share with others."""
    return session.get_one(PreferenceProfile, subscriber.profile_id)


def counts(session: Session, hub_id: int) -> dict[str, int]:
    """How many addresses can be reached, by channel; people on a pause count."""
    rows = session.execute(
        select(Address.channel, func.count())
        .join(Subscriber, Subscriber.id == Address.subscriber_id)
        .where(
            Address.hub_id == hub_id,
            Address.state == AddressState.ACTIVE,
            Subscriber.state != SubscriberState.ENDED,
        )
        .group_by(Address.channel)
    )
    return {channel: int(number) for channel, number in rows}


def channel_friends(session: Session, hub_id: int) -> int:
    """LINE friends we can reach."""
    return counts(session, hub_id).get(LINE, 0)


def friend_ids(session: Session, hub_id: int, *, at: datetime) -> list[int]:
    """The LINE addresses that were friends at ``at``: the list behind the figure."""
    return list(
        session.scalars(
            select(Address.id)
            .where(
                Address.hub_id == hub_id,
                Address.channel == LINE,
                Address.confirmed_at <= at,
                or_(Address.ended_at.is_(None), Address.ended_at > at),
            )
            .order_by(Address.id)
        )
    )


def friends_moved(session: Session, hub_id: int, start: datetime, end: datetime) -> tuple[int, int]:
    """(LINE friends who came, friends who blocked us) from ``start`` to before ``end``, by their
    last such act."""
    came, left = (
        session.scalar(
            select(func.count())
            .select_from(Address)
            .where(Address.hub_id == hub_id, Address.channel == LINE, *condition)
        )
        or 0
        for condition in (
            (Address.confirmed_at >= start, Address.confirmed_at < end),
            (
                Address.state == AddressState.BLOCKED,
                Address.ended_at >= start,
                Address.ended_at < end,
            ),
        )
    )
    return came, left


def profiles_in_use(
    session: Session, hub_id: int, *, now: datetime
) -> list[tuple[PreferenceProfile, int]]:
    """Every set of wishes somebody awake and reachable has, with how many people have it."""
    people = func.count(func.distinct(Subscriber.id))
    rows = session.execute(
        select(PreferenceProfile, people)
        .join(Subscriber, Subscriber.profile_id == PreferenceProfile.id)
        .join(Address, Address.subscriber_id == Subscriber.id)
        .where(
            PreferenceProfile.hub_id == hub_id,
            Subscriber.hub_id == hub_id,
            Address.state == AddressState.ACTIVE,
            awake(now),
        )
        .group_by(PreferenceProfile.id)
        .order_by(PreferenceProfile.id)
    )
    return [(profile, int(number)) for profile, number in rows]


def export_readers(session: Session, hub_id: int) -> Iterator[ReaderRow]:
    """Every address that can be reached, streamed, with the newest consent given for it."""
    given = (
        select(Consent.address_id, func.max(Consent.at).label("at"))
        .where(Consent.hub_id == hub_id, Consent.is_given.is_(True))
        .group_by(Consent.address_id)
        .subquery()
    )
    rows = session.execute(
        select(Address, Subscriber, PreferenceProfile, given.c.at)
        .join(Subscriber, Subscriber.id == Address.subscriber_id)
        .join(PreferenceProfile, PreferenceProfile.id == Subscriber.profile_id)
        .outerjoin(given, given.c.address_id == Address.id)
        .where(Address.hub_id == hub_id, Address.state == AddressState.ACTIVE)
        .order_by(Address.id)
        .execution_options(yield_per=500)
    )
    for address, reader, profile, at in rows:
        yield ReaderRow(
            channel=address.channel,
            address=address.address,
            subscriber_id=reader.id,
            source=reader.source,
            districts=tuple(profile.districts),
            birth_months=tuple(profile.birth_months),
            themes=tuple(profile.themes),
            language=profile.language,
            consented_at=at,
        )
