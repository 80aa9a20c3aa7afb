"""Groups and their contacts, and places."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row


class Group(Row):
    """A local group (団体): salon, circle, volunteers, facility.

    ``is_trusted``: staff approve and trust; an unverified sender naming a group inherits nothing.
    """

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(100))
    folded_name: Mapped[str] = mapped_column(String(100), index=True)
    district_key: Mapped[str] = mapped_column(String(40), default="")
    is_trusted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Contact(Row):
    """How to reach a group; private, never shown to parents. Roles, not names."""

    __tablename__ = "contacts"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    label: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    fax: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]


class LineSender(Row):
    """Somebody who writes to the groups' LINE account: (account, LINE user id), never a name.

    ``group_id`` is set once a code proved that she speaks for the group; ``email`` is the address
    whose own page gave the code, "" when the desk gave it. ``last_event_at`` is the newest follow or
    unfollow: older ones change nothing.
    """

    __tablename__ = "line_senders"
    __table_args__ = (UniqueConstraint("hub_id", "line_channel_id", "user_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    line_channel_id: Mapped[int] = mapped_column(ForeignKey("line_channels.id"))
    user_id: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime]
    connected_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime | None]


class LineCode(Row):
    """A one-time code that connects a LINE user with a group: random, stored hashed."""

    __tablename__ = "line_codes"
    __table_args__ = (Index("ix_line_codes_hash", "hub_id", "code_hash", unique=True),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Place(Row):
    """A venue (会場) with its district. ``version`` guards the page against two browsers."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    district_key: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class PlaceSpelling(Row):
    """A name (書き方) by which a place is known, its own among them: no two places share one."""

    __tablename__ = "place_spellings"
    __table_args__ = (UniqueConstraint("hub_id", "folded_name"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class DistributionPlace(Row):
    """Where printed issues lie or are handed out (配布先): a counter, a clinic, a shop.

    ``copies`` is the usual number of an issue. ``contact`` is private, a role and a telephone
    number. ``version`` guards the page against two browsers; an ended place keeps its history.
    """

    __tablename__ = "distribution_places"
    __table_args__ = (UniqueConstraint("hub_id", "folded_name"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    district_key: Mapped[str] = mapped_column(String(40), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    copies: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
