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
ACCEPTED = 250
START_DATA = 354
FIRST_PERMANENT = 500


class SmtpRefusedError(UnavailableError):
    """The server said no. ``permanent`` (5xx) means: this will never be taken as it is."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"メールサーバーが受け付けませんでした（{code}）。")
        self.code = code
        self.text = text
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
        try:
            session = self._session or self._connect()
            self._session = session
            self._envelope(session, sender, recipient)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise _before_data(error) from error
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

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connect(self) -> smtplib.SMTP:
        parts = self._parts
        host, context = str(parts.hostname), ssl.create_default_context()
        session: smtplib.SMTP
        if parts.scheme == "smtps":
            session = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=self._timeout, context=context
            )
        else:
            session = smtplib.SMTP(host, parts.port or 25, timeout=self._timeout)
        try:
            session.ehlo_or_helo_if_needed()
            if parse_qs(parts.query).get("tls") == ["starttls"]:
                session.starttls(context=context)
                session.ehlo()
            if parts.username:
                session.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            session.close()
            raise
        return session

    def _envelope(self, session: smtplib.SMTP, sender: str, recipient: str) -> None:
        """MAIL, RCPT and DATA's 354; a refusal leaves the session ready for the next message."""
        options = ["SMTPUTF8"] if _needs_utf8(sender, recipient) else []
        if options:
            session.command_encoding = "utf-8"
        for step in (
            lambda: session.mail(sender, options),
            lambda: session.rcpt(recipient),
            lambda: session.docmd("DATA"),
        ):
            code, text = step()
            if code not in (ACCEPTED, 251, START_DATA):
                self._reset_or_drop(session, code)
                raise _refused(code, text)

    def _data(self, session: smtplib.SMTP, message: bytes) -> str:
        body = smtplib._quote_periods(smtplib._fix_eols_bytes(message))  # type: ignore[attr-defined]
        return body

    def _reset_or_drop(self, session: smtplib.SMTP, code: int) -> None:
        return None
