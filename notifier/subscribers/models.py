"""Who wishes to hear what, and said yes."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set
from notifier.kit.tokens import new_salt


class SubscriberState(enum.StrEnum):
    """active ⇄ paused → ended."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class AddressState(enum.StrEnum):
    """unconfirmed → active ⇄ suspended → unsubscribed; blocked is LINE's unfollow."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    UNSUBSCRIBED = "unsubscribed"


class PreferenceProfile(Row):
    """One distinct set of wishes; readers with the same wishes share it.

    Matching runs once per profile instead of once per reader, and planning joins on it.
    Empty ``districts``, ``birth_months`` ("YYYY-MM", may lie ahead) or ``themes`` = everything.
    ``key`` is a hash of the normalised wishes.
    """

    __tablename__ = "preference_profiles"
    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(64))
    districts: Mapped[list[str]] = mapped_column(default=list)
    birth_months: Mapped[list[str]] = mapped_column(default=list)
    themes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8), default="ja")


def _few(name: str, column: str) -> Index:
    """An index in which only rows stand that have something in ``column``."""
    is_there = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=is_there, postgresql_where=is_there)


class Subscriber(Row):
    """A person. ``link_version`` + 1 revokes every settings link of theirs.

    ``link_salt`` is random and goes into every link: a number given again after a restore opens
    nothing with the old links.
    """

    __tablename__ = "subscribers"
    __table_args__ = (
        Index("ix_subscribers_matching", "hub_id", "state", "profile_id"),
        Index(  # the few who may not be sent anything, see ``is_resting``
            "ix_subscribers_resting",
            "id",
            sqlite_where=text("state <> 'active'"),
            postgresql_where=text("state <> 'active'"),
        ),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("preference_profiles.id"))
    state: Mapped[SubscriberState] = mapped_column(
        closed_set(SubscriberState, "state"), default=SubscriberState.ACTIVE
    )
    preferred_channel: Mapped[str] = mapped_column(String(16), default="")
    paused_until: Mapped[datetime | None]
    link_version: Mapped[int] = mapped_column(default=1)
    link_salt: Mapped[str] = mapped_column(String(16), default=new_salt)
    source: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Address(Row):
    """One way to reach a person: a mail address, or a LINE user id of the hub's readers channel.

    ``last_event_at`` is the newest follow/unfollow seen: the last writer by event time wins.
    ``pending_profile_id`` holds what was asked for on the page until the owner of the address
    confirms, so that nobody changes somebody else's wishes by typing their address.
    """

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("hub_id", "channel", "address"),
        Index("ix_addresses_subscriber", "subscriber_id", "channel", "state"),
        # Retention looks every two seconds, and only few left or have yet to confirm.
        _few("ix_addresses_ended_at", "ended_at"),
        _few("ix_addresses_confirm_expires_at", "confirm_expires_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[AddressState] = mapped_column(closed_set(AddressState, "state"))
    reason: Mapped[str] = mapped_column(Text, default="")
    confirm_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    confirm_expires_at: Mapped[datetime | None]
    pending_profile_id: Mapped[int | None] = mapped_column(ForeignKey("preference_profiles.id"))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime | None]


class Consent(Row):
    """One sentence of the consent record of an address: append-only."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_address", "address_id", "at"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    channel: Mapped[str] = mapped_column(String(16))
    is_given: Mapped[bool]
    at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(60))
    wording_version: Mapped[str] = mapped_column(String(20), default="")
    how: Mapped[str] = mapped_column(String(200), default="")


class ReaderLinkKey(Row):
    """The long-lived key readers' links are derived from, one per hub, sealed."""

    __tablename__ = "reader_link_keys"
    __table_args__ = (UniqueConstraint("hub_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    sealed_key: Mapped[str] = mapped_column(Text)


class SuppressedAddress(Row):
    """A keyed hash of an address whose owner left; blocks re-import without knowing who."""

    __tablename__ = "suppressed_addresses"
    __table_args__ = (UniqueConstraint("hub_id", "channel", "address_hash"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    channel: Mapped[str] = mapped_column(String(16))
    address_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
