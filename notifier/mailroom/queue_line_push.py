"""Put a paid single LINE message into the outbox."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.hubs import LineChannel
from notifier.mailroom.line_messages import Message, check_messages
from notifier.mailroom.models import OutboxMessage
from notifier.mailroom.put import put

LINE_PUSH = "line_push"


def queue_line_push(  # noqa: PLR0913 - the facts of a message
    session: Session,
    channel: LineChannel,
    *,
    user_id: str,
    messages: Sequence[Message],
    dedupe_key: str,
    wait: timedelta = timedelta(),
    now: datetime,
) -> OutboxMessage:
    """Queue a push, to leave after ``wait``. Its retry key is stored with the row, so committed before any call."""
    check_messages(messages)
    return put(
        session,
        OutboxMessage(
            hub_id=channel.hub_id,
            kind=LINE_PUSH,
            channel=LINE_PUSH,
            line_channel_id=channel.id,
            recipient=user_id,
            body={"messages": list(messages)},
            dedupe_key=dedupe_key,
            retry_key=str(uuid.uuid4()),
            created_at=now,
            due_at=now + wait,
        ),
    )
