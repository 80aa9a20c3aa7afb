"""Put a free reply to a LINE event into the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.hubs import LineChannel
from notifier.mailroom.line_messages import Message, check_messages
from notifier.mailroom.models import OutboxMessage
from notifier.mailroom.put import put

LINE_REPLY = "line_reply"
# LINE keeps a reply token for a minute; the call itself needs some of it.
TOKEN_LIFE = timedelta(seconds=55)


def queue_line_reply(
    session: Session,
    channel: LineChannel,
    *,
    reply_token: str,
    messages: Sequence[Message],
    dedupe_key: str,
    now: datetime,
) -> OutboxMessage:
    """Queue a reply. ``now`` is when the token arrived: its minute runs from there."""
    check_messages(messages)
    return put(
        session,
        OutboxMessage(
            hub_id=channel.hub_id,
            kind=LINE_REPLY,
            channel=LINE_REPLY,
            line_channel_id=channel.id,
            recipient=reply_token,
            body={"messages": list(messages)},
            dedupe_key=dedupe_key,
            created_at=now,
            due_at=now,
            expires_at=now + TOKEN_LIFE,
        ),
    )
