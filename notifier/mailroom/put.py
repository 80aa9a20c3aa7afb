"""Put one message into the outbox, once per dedupe key."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier.mailroom.models import OutboxMessage


def put(session: Session, message: OutboxMessage) -> OutboxMessage:
    """Store ``message``, or return the one that already carries its key.

    The unique constraint is the truth: whoever loses a race reads the winner's row.
    """
    dialect = session.get_bind().dialect.name
    kept = select(OutboxMessage).where(
        OutboxMessage.hub_id == message.hub_id, OutboxMessage.dedupe_key == message.dedupe_key
    )
    before = session.scalar(kept)
    if before is not None:
        return before
    if dialect == "sqlite":  # one writer at a time: nobody can come between
        session.add(message)
        session.flush()
        return message
    return _put_racing(session, message)


def _put_racing(session: Session, message: OutboxMessage) -> OutboxMessage:
    hub_id, dedupe_key = message.hub_id, message.dedupe_key
    try:
        with session.begin_nested():
            session.add(message)
            session.flush()
    except IntegrityError:
        return session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.hub_id == hub_id, OutboxMessage.dedupe_key == dedupe_key
            )
        ).one()
    return message
