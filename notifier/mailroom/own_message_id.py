"""The Message-ID of a single mail of ours: who answers under it has read that mail.

It is as good as the link in the mail: nobody can guess it, and both stand only there. A bare number
would let strangers answer questions that were asked of others.
"""

import re

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit import tokens
from notifier.mailroom.models import OutboxMessage

MARK_LENGTH = 24  # 96 bits
SHAPE = re.compile(
    rf"<outbox-([a-z0-9-]{{1,40}})-(\d{{1,9}})-([0-9a-f]{{{MARK_LENGTH}}})@[^@\s>]+>",
    re.IGNORECASE,
)


def message_key(slug: str, message: OutboxMessage) -> str:
    """What stands before the @ of the Message-ID of ``message``."""
    return f"outbox-{slug}-{message.id}-{_mark(message, settings().secret_keys[0])}"


def find_answered(session: Session, hub: Hub, message_ids: tuple[str, ...]) -> OutboxMessage | None:
    """The mail of this hub that one of ``message_ids`` names; None when none of them is ours.

    After the mailroom's retention nobody knows any more what was asked.
    """
    for message_id in message_ids:
        named = SHAPE.fullmatch(message_id.strip())
        if named is None or named[1].lower() != hub.slug:
            continue
        found = session.get(OutboxMessage, int(named[2]))
        if found is None or found.hub_id != hub.id:
            continue
        marks = (_mark(found, key) for key in settings().secret_keys)
        if any(tokens.same(named[3].lower(), mark) for mark in marks):
            return found
    return None


def is_own_message_id(message_id: str) -> bool:
    """Whether it has the form of ours: a mail of ours that came back whole."""
    return bool(SHAPE.fullmatch(message_id.strip()))


def _mark(message: OutboxMessage, key: str) -> str:
    """Its moment and recipient too: after a restore a number may be given again."""
    told = f"{message.hub_id}:{message.id}:{message.created_at.isoformat()}:{message.recipient}"
    return tokens.keyed_hash(told, purpose="message-id", key=key)[:MARK_LENGTH]
