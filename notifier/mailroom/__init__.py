"""Single messages out and raw events in: rows only, sent by claim, call, record."""

from notifier.mailroom.models import (
    Cap,
    InboxEvent,
    InboxState,
    OutboxMessage,
    OutboxState,
)

__all__ = [
    "Cap",
    "InboxEvent",
    "InboxState",
    "OutboxMessage",
    "OutboxState",
]
