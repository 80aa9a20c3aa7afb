"""Staff, their roles in each hub, and the invitations that make them."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set


class Role(enum.StrEnum):
    """What a person may do in one hub (model.md: roles × verbs)."""

    VOLUNTEER = "volunteer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"


class Staff(Row):
    """A person who signs in. ``session_version`` + 1 ends every session of theirs."""

    __tablename__ = "staff"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(300))
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]


class Membership(Row):
    """A person's role in one hub."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("hub_id", "staff_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[Role] = mapped_column(closed_set(Role, "role"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Row):
    """A one-time link that makes a membership."""

    __tablename__ = "invitations"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(closed_set(Role, "role"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
