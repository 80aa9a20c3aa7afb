"""A mailbox on an IMAP server: what is unread, one mail of it, and the mark that it was read.

Reading leaves no trace by itself (``BODY.PEEK``); whoever has kept a mail says so. Nothing is ever
deleted.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from notifier.config import is_loopback
from notifier.kit.errors import UnavailableError

TIMEOUT_SECONDS = 30
MOST_BYTES = 1024 * 1024  # a returned mail is read for its report, not for its attachments
MOST_OF_A_LETTER = 40 * 1024 * 1024  # a letter with photos, as large as relays let pass
OK = "OK"


class MailboxError(UnavailableError):
    """The mailbox cannot be read now; the sentence says where it failed, never the password."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an ``imaps://user:password@host:993/folder`` names."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    security: str


def read_place(url: str) -> Place:
    """``imaps://…`` or ``imap://…?tls=starttls``; without TLS only on this machine.

    Raises ``MailboxError``.
    """
    parts = urlsplit(url)
    security = "tls" if parts.scheme == "imaps" else parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise MailboxError(
            "受信箱（NOTIFIER_BOUNCE_IMAP_URL、NOTIFIER_SUBMISSIONS_IMAP_URL）は "
            "imaps://利用者:合言葉@サーバー:993/INBOX の形で入れてください。"
        )
    if security not in {"tls", "starttls"} and not is_loopback(url):
        raise MailboxError(
            "受信箱には、暗号化してつないでください（imaps://…、または ?tls=starttls）。"
        )
    return Place(
        host=parts.hostname,
        port=parts.port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        security=security,
    )


class Mailbox:
    """An open folder."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unread(self, at_most: int) -> list[str]:
        """The lasting numbers (UIDs) of unread mails, oldest first."""
        (found,) = self._ask("SEARCH", "UNSEEN")
        return (found or b"").decode("ascii").split()[:at_most]

    def read(self, uid: str, *, at_most: int = MOST_BYTES) -> bytes:
        """One mail (its first ``at_most`` bytes); still unread afterwards. b"" when it is gone."""
        answer = self._ask("FETCH", uid, f"(BODY.PEEK[]<0.{at_most}>)")
        found: bytes = next((part[1] for part in answer if isinstance(part, tuple)), b"")
        return found

    def mark_read(self, uid: str) -> None:
        """Nobody reads it again."""
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[Any]:
        try:
            kind, answer = self._server.uid(command, *words)
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError("受信箱のサーバーが、途中で答えなくなりました。") from error
        if kind != OK:
            raise MailboxError(f"受信箱のサーバーが「{command}」を断りました。")
        return list(answer)


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """The folder named by ``url``, left politely. Raises ``MailboxError``."""
    place = read_place(url)
    server = _connect(place)
    try:
        try:
            server.login(place.user, place.password)
            kind, _ = server.select(f'"{place.folder}"')
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(
                "受信箱に入れません。利用者名と合言葉を確かめてください。"
            ) from error
        if kind != OK:
            raise MailboxError(f"受信箱に「{place.folder}」というフォルダがありません。")
        yield Mailbox(server)
    finally:
        try:
            server.logout()
        except (imaplib.IMAP4.error, OSError):
            server.shutdown()


def _connect(place: Place) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    try:
        if place.security == "tls":
            return imaplib.IMAP4_SSL(
                place.host, place.port, ssl_context=context, timeout=TIMEOUT_SECONDS
            )
        server = imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT_SECONDS)
        if place.security == "starttls":
            server.starttls(ssl_context=context)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError("受信箱のサーバーにつながりません。") from error
    return server
