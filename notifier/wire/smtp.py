"""Mail out: one connection per mailer, and an honest answer about every single message.

The three ends of a mail that did not go well are three errors, because the ledger must know which
it was: refused (the server said so), unreachable (nothing was accepted), unknown (the connection
broke between the end of the data and the answer; nobody can know).
"""

import os
import secrets
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from notifier.kit.errors import BadInputError, UnavailableError

TIMEOUT_SECONDS = 30.0
FIRST_REFUSAL = 400
FIRST_PERMANENT = 500
CLOSING = 421
BAD_ADDRESS = 553


class SmtpRefusedError(UnavailableError):
    """The server said no. ``permanent`` (5xx) means: this will never be taken as it is.

    ``stage`` says to what: ``sender``, ``recipient`` or ``message``. Only a refused recipient says
    anything about the reader's address.
    """

    def __init__(self, code: int, text: str, *, stage: str = "recipient") -> None:
        super().__init__(f"メールサーバーが受け付けませんでした（{code}）。")
        self.code = code
        self.text = text
        self.stage = stage
        self.permanent = code >= FIRST_PERMANENT


class SmtpUnknownError(UnavailableError):
    """The connection was lost after the whole message had gone and before the answer came."""

    def __init__(self) -> None:
        super().__init__("メールが届いたかどうか、確かめられませんでした。")


class SmtpUnreachableError(UnavailableError):
    """The connection was lost, or never made, before the message was complete."""

    def __init__(self) -> None:
        super().__init__("メールサーバーにつながりません。少し待ってから、もう一度お試しください。")


class BadMailUrlError(BadInputError):
    """A mail address of the service itself (NOTIFIER_SMTP_URL) that we cannot read."""


class Mailer(Protocol):
    """Something that hands one finished message to the next server."""

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """Hand over ``message``; returns the words of acceptance, to be kept as the receipt."""


@contextmanager
def open_mailer(url: str, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[Mailer]:
    """A mailer for ``maildir:PATH``, ``smtp://user:pass@host:587?tls=starttls`` or ``smtps://…``.

    The connection is made by the first message and reused by all others.
    """
    if url.startswith("maildir:"):
        yield _Maildir(Path(url.removeprefix("maildir:")))
        return
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadMailUrlError(
            "NOTIFIER_SMTP_URL は maildir:、smtp://、smtps:// のいずれかで始めてください。",
            field="smtp_url",
        )
    mailer = _Relay(parts, timeout)
    try:
        yield mailer
    finally:
        mailer.close()


class _Maildir:
    """Standard Maildir: written to tmp/, synced, renamed into new/, directory synced."""

    def __init__(self, root: Path) -> None:
        self._root = root
        for name in ("tmp", "new", "cur"):
            (root / name).mkdir(parents=True, exist_ok=True)

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        _check_writable(sender, recipient)
        key = f"{time.time_ns()}.{os.getpid()}_{secrets.token_hex(8)}.{socket.gethostname()}"
        draft = self._root / "tmp" / key
        head = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"
        with draft.open("xb") as file:
            file.write(head.encode("utf-8") + message)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._root / "new" / key)
        _sync_directory(self._root / "new")
        return f"250 2.0.0 stored as {key}"


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Relay:
    """One SMTP session, opened when first needed and again after it was lost."""

    def __init__(self, parts: SplitResult, timeout: float) -> None:
        self._parts = parts
        self._timeout = timeout
        self._session: smtplib.SMTP | None = None

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """One message; see the three errors for the ways it can end otherwise."""
        kept, session = self._session is not None, self._open()
        try:
            self._envelope(session, sender, recipient)
        except SmtpUnreachableError:
            # A server may close a session that idled between two messages; nothing was given yet.
            if not kept:
                raise
            session = self._open()
            self._envelope(session, sender, recipient)
        return self._data(session, message)

    def close(self) -> None:
        """Say goodbye when the server still listens."""
        session, self._session = self._session, None
        if session is None:
            return
        try:
            session.quit()
        except (OSError, smtplib.SMTPException):
            session.close()

    def _open(self) -> smtplib.SMTP:
        if self._session is None:
            try:
                self._session = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                # Also a refused greeting or login: that is about us, never about the reader.
                raise SmtpUnreachableError from error
        return self._session

    def _connect(self) -> smtplib.SMTP:
        parts, session = self._parts, self._dial()
        try:
            session.ehlo_or_helo_if_needed()
            if parse_qs(parts.query).get("tls") == ["starttls"]:
                session.starttls(context=ssl.create_default_context())
                session.ehlo()
            if parts.username:
                session.login(unquote(parts.username), unquote(parts.password or ""))
            if session.sock is not None:
                session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            session.close()
            raise
        return session

    def _dial(self) -> smtplib.SMTP:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                host, port or smtplib.SMTP_SSL_PORT, timeout=self._timeout, context=context
            )
        return smtplib.SMTP(host, port or smtplib.SMTP_PORT, timeout=self._timeout)

    def _envelope(self, session: smtplib.SMTP, sender: str, recipient: str) -> None:
        """MAIL, RCPT and DATA; whatever is refused here leaves the session ready for the next."""
        utf8 = _needs_utf8(session, sender, recipient)
        self._ask(session, "sender", "MAIL", f"FROM:<{sender}>{' SMTPUTF8' if utf8 else ''}")
        self._ask(session, "recipient", "RCPT", f"TO:<{recipient}>")
        self._ask(session, "message", "DATA")

    def _ask(self, session: smtplib.SMTP, stage: str, command: str, words: str = "") -> None:
        try:
            code, text = session.docmd(command, words)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SmtpUnreachableError from error
        if code < 0:
            self._drop()
            raise SmtpUnreachableError
        if code >= FIRST_REFUSAL:
            self._recover(session, code)
            raise SmtpRefusedError(code, _say(text), stage=stage)

    def _data(self, session: smtplib.SMTP, message: bytes) -> str:
        try:
            # One write: when it fails, the closing dot has not left this machine.
            session.send(_dotted(message))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SmtpUnreachableError from error
        try:
            code, text = session.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SmtpUnknownError from error
        if code < 0:
            self._drop()
            raise SmtpUnknownError
        if code >= FIRST_REFUSAL:
            self._recover(session, code)
            raise SmtpRefusedError(code, _say(text), stage="message")
        return f"{code} {_say(text)}"

    def _recover(self, session: smtplib.SMTP, code: int) -> None:
        """Forget the refused transaction, or the whole session when the server is leaving."""
        if code == CLOSING:
            self._drop()
            return
        try:
            session.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _needs_utf8(session: smtplib.SMTP, sender: str, recipient: str) -> bool:
    """Whether an address needs SMTPUTF8; refuses what this server could not take."""
    _check_writable(sender, recipient)
    if (sender + recipient).isascii():
        session.command_encoding = "ascii"
        return False
    if not session.has_extn("smtputf8"):
        stage = "recipient" if sender.isascii() else "sender"
        raise SmtpRefusedError(
            BAD_ADDRESS, "server does not take addresses beyond ASCII", stage=stage
        )
    session.command_encoding = "utf-8"
    return True


def _check_writable(sender: str, recipient: str) -> None:
    """An address that would end its own line could give the server commands of its own."""
    for stage, address in (("sender", sender), ("recipient", recipient)):
        if any(char in address for char in "<>\r\n\0 "):
            raise SmtpRefusedError(BAD_ADDRESS, "address cannot be written", stage=stage)


def _dotted(message: bytes) -> bytes:
    """The message with network line ends and doubled leading dots, ended by the single dot."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n") + b"\n"
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines.replace(b"\n.", b"\n..").replace(b"\n", b"\r\n") + b".\r\n"


def _say(text: bytes) -> str:
    return text.decode("utf-8", "replace")
