"""Take a message back that nobody has begun to send."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom.models import OutboxMessage, OutboxState


def recall(session: Session, hub: Hub, *, dedupe_key: str) -> bool:
    """Whether it was still in the outbox; one that was claimed meanwhile stays and is sent."""
    gone = session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.hub_id == hub.id,
            OutboxMessage.dedupe_key == dedupe_key,
            OutboxMessage.state.in_((OutboxState.QUEUED, OutboxState.HELD)),
            OutboxMessage.attempts == 0,
        )
        .returning(OutboxMessage.id)
    )
    return gone.first() is not None
