"""A mailbox on an IMAP server: what is unread, one mail of it, and the mark that it was read.

Reading leaves no trace by itself (``BODY.PEEK``); whoever has kept a mail says so. Nothing is ever
deleted.
"""

import base64
import imaplib
import re
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
FORM = (
    "受信箱（NOTIFIER_BOUNCE_IMAP_URL、NOTIFIER_SUBMISSIONS_IMAP_URL）は "
    "imaps://利用者:合言葉@サーバー:993/INBOX の形で入れてください。"
)


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
    try:
        parts = urlsplit(url)
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError as error:
        raise MailboxError(FORM) from error
    security = "tls" if parts.scheme == "imaps" else parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise MailboxError(FORM)
    if security not in {"tls", "starttls"} and not is_loopback(url):
        raise MailboxError(
            "受信箱には、暗号化してつないでください（imaps://…、または ?tls=starttls）。"
        )
    return Place(
        host=parts.hostname,
        port=port,
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
        answer = self._ask("SEARCH", "UNSEEN")  # in any order, on several lines or on none
        found = b" ".join(line for line in answer if line).decode("ascii").split()
        return sorted(found, key=int)[:at_most]

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
            kind, _ = server.select(quoted(place.folder))
        except UnicodeError as error:  # RFC 3501 knows no others
            raise MailboxError(
                "受信箱の利用者名と合言葉は、半角の英数字と記号だけにしてください。"
            ) from error
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


def quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: letters beyond ASCII in its own UTF-7 (RFC 3501, 5.1.3)."""
    name = re.sub(r"&|[^\x20-\x7e]+", _utf7, folder)
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _utf7(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    letters = base64.b64encode(found[0].encode("utf-16-be")).rstrip(b"=")
    return f"&{letters.decode('ascii').replace('/', ',')}-"


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
