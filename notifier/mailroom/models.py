"""Single messages out, raw events in, and the caps that keep both calm: rows only."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set


class OutboxState(enum.StrEnum):
    """queued → sending → sent; failed, or unknown when the answer was never read.

    held waits, after a restore, for a person to say whether it is still to be sent.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"


class InboxState(enum.StrEnum):
    """waiting → handled; failed keeps the sentence why; ignored is a kind we do not act on."""

    WAITING = "waiting"
    HANDLED = "handled"
    FAILED = "failed"
    IGNORED = "ignored"


class OutboxMessage(Row):
    """One single message: an invitation, a link, an opt-in, a question, a free LINE reply.

    ``channel`` is "email", "line_reply" (``recipient`` is the reply token) or "line_push".
    ``body`` holds {"subject", "text", "html"} for mail, with the "parts" it was gathered from while
    more may join, {"messages": [...]} for LINE.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("hub_id", "dedupe_key"),
        Index("ix_outbox_messages_due", "state", "due_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(16))
    line_channel_id: Mapped[int | None] = mapped_column(ForeignKey("line_channels.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    body: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str] = mapped_column(String(120))
    state: Mapped[OutboxState] = mapped_column(
        closed_set(OutboxState, "state"), default=OutboxState.QUEUED
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    retry_key: Mapped[str] = mapped_column(String(36), default="")
    sent_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class InboxEvent(Row):
    """A raw event as it arrived, unique by the sender's event id; text is blanked once handled."""

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("hub_id", "source", "event_id"),
        Index("ix_inbox_events_state", "state", "id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    source: Mapped[str] = mapped_column(String(40))
    line_channel_id: Mapped[int | None] = mapped_column(ForeignKey("line_channels.id"))
    event_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    state: Mapped[InboxState] = mapped_column(
        closed_set(InboxState, "state"), default=InboxState.WAITING
    )
    handled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class Cap(Row):
    """How often something was asked for in one window, per hashed key (address, IP)."""

    __tablename__ = "caps"
    __table_args__ = (UniqueConstraint("purpose", "key_hash", "window_starts_at"),)

    purpose: Mapped[str] = mapped_column(String(40))
    key_hash: Mapped[str] = mapped_column(String(64))
    window_starts_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=0)
