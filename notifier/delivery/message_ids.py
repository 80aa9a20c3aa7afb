"""The Message-ID of a reader's mail: derived, so that a returned mail can be matched. Pure."""

import re

from notifier.kit import tokens

SHAPE = re.compile(r"<?([\w-]+)\.(\d{1,15})@[^@\s>]+>?")


def message_mark(
    link_key: str, edition_id: int, edition_salt: str, subscriber_id: int, link_salt: str
) -> str:
    """The part of the Message-ID that stands for (edition, reader) and tells neither.

    Mail servers drop a second mail of one id: an edition that got the number of one lost with the
    database must not look like it.
    """
    about = f"mail:{edition_id}:{edition_salt}:{subscriber_id}:{link_salt}"
    return tokens.derive(about, key=link_key).lower()


def read_message_id(message_id: str) -> tuple[str, int] | None:
    """(mark, edition id) of a Message-ID in our form; None for anybody else's."""
    found = SHAPE.fullmatch(message_id.strip())
    return (found.group(1).lower(), int(found.group(2))) if found else None
