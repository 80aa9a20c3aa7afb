"""Retention of the mailroom: closed rows leave after 30 days, counters after two."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from notifier.mailroom.models import Cap, InboxEvent, InboxState, OutboxMessage, OutboxState

KEEP = timedelta(days=30)
KEEP_CAPS = timedelta(days=2)


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete what is closed and old; what still waits stays. Returns how many rows left."""
    gone = 0
    for statement in (
        delete(OutboxMessage).where(
            OutboxMessage.created_at < now - KEEP,
            OutboxMessage.state.not_in([OutboxState.QUEUED, OutboxState.SENDING, OutboxState.HELD]),
        ),
        delete(InboxEvent).where(
            InboxEvent.received_at < now - KEEP, InboxEvent.state != InboxState.WAITING
        ),
        delete(Cap).where(Cap.window_starts_at < now - KEEP_CAPS),
    ):
        gone += len(session.execute(statement.returning(*statement.table.primary_key)).all())
    return gone
