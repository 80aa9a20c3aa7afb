"""Take a mail out of the outbox while it still waits there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom.models import OutboxMessage, OutboxState

WAITING = (OutboxState.QUEUED, OutboxState.HELD)


def recall(session: Session, hub: Hub, *, dedupe_key: str) -> bool:
    """Whether the mail still waited and is gone now; not so once somebody has begun to send it.

    The row is locked: a sender who takes it meanwhile has it, and we see that it is taken.
    """
    row = session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.hub_id == hub.id,
            OutboxMessage.dedupe_key == dedupe_key,
            OutboxMessage.state.in_(WAITING),
            OutboxMessage.attempts == 0,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True
