"""A mail as its reader sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# Set by mail programs on what they made themselves; the names of headers, in lower case.
TELLING = (
    "auto-submitted", "precedence", "list-id", "list-unsubscribe", "list-post", "return-path",
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-mlserver", "x-ml-name",
    "x-mailman-version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailFile:
    """Something that hangs on a mail. ``is_inline``: it belongs to the look of the text."""

    filename: str
    media_type: str
    data: bytes
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """What a mail says; ``raw`` is how it came.

    ``sender`` is "" where From holds no single address; it proves nothing. ``text`` and ``html``
    are the whole words, decoded; ``answers`` the Message-IDs this mail refers to, nearest first.
    ``recipients`` are all addresses it was delivered or written to. ``problems`` are sentences for
    people about what could not be read. ``headers`` holds those of ``TELLING`` that are there.
    """

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = ""
    html: str = ""
    files: tuple[MailFile, ...] = ()
    problems: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/plain"
    raw: bytes = field(default=b"", repr=False)


def with_line_ends(raw: bytes) -> bytes:
    """``raw`` with unix line ends, whatever the program that stored it writes."""
    return raw.replace(b"\r\n", b"\n") if b"\n" in raw else raw.replace(b"\r", b"\n")
