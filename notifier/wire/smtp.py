"""Mail out: one connection per mailer, and an honest answer about every single message."""

import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from notifier.kit.errors import BadInputError
from notifier.wire.mail import (
    BAD_ADDRESS,
    Before,
    Ending,
    Mail,
    Mailer,
    SmtpRefusedError,
    SmtpUnknownError,
    SmtpUnreachableError,
    check_writable,
    send_one,
)
from notifier.wire.maildir import Maildir
from notifier.wire.smtp_session import CLOSING, Answer, Envelope, LostError, SecureSession, Session

__all__ = [
    "BadMailUrlError",
    "Ending",
    "Mail",
    "Mailer",
    "SmtpRefusedError",
    "SmtpUnknownError",
    "SmtpUnreachableError",
    "open_mailer",
]

TIMEOUT_SECONDS = 30.0


class BadMailUrlError(BadInputError):
    """A mail address of the service itself (NOTIFIER_SMTP_URL) that we cannot read."""


@contextmanager
def open_mailer(url: str, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[Mailer]:
    """A mailer for ``maildir:PATH``, ``smtp://user:pass@host:587?tls=starttls`` or ``smtps://…``.

    The connection is made by the first message and reused by all others.
    """
    if url.startswith("maildir:"):
        yield Maildir(Path(url.removeprefix("maildir:")))
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


class _Relay:
    """One SMTP session, opened when first needed and again after it was lost."""

    def __init__(self, parts: SplitResult, timeout: float) -> None:
        self._parts = parts
        self._timeout = timeout
        self._session: Session | None = None

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """One message; see the three errors for the ways it can end otherwise."""
        return send_one(self, Mail(0, sender, recipient, message))

    def deliver(self, mails: Iterable[Mail], *, before: Before) -> Iterator[tuple[Mail, Ending]]:
        """Many, the next envelope travelling with this message where the server pipelines."""
        waiting, is_announced = iter(mails), False
        mail = next(waiting, None)
        try:
            while mail is not None:
                refusal = self._announce(mail, is_announced=is_announced)
                is_announced = False
                following = next(waiting, None)
                if refusal is None:
                    before(mail)
                    ending, is_announced = self._give(mail, following)
                else:
                    ending = refusal
                yield mail, ending
                if following is not None and _is_the_end(ending):
                    raise SmtpUnreachableError
                mail = following
        finally:
            if is_announced:  # nobody wants what the server now waits for
                self._drop()

    def close(self) -> None:
        """Say goodbye when the server still listens."""
        session, self._session = self._session, None
        if session is None:
            return
        try:
            session.quit()
        except (OSError, smtplib.SMTPException):
            session.close()

    def _announce(self, mail: Mail, *, is_announced: bool) -> SmtpRefusedError | None:
        """The envelope of ``mail``, unless it was said before; how it was refused, or None.

        A server may end a session between two messages, silently or with 421; nothing was given
        yet, so it is asked once more on a new one.
        """
        kept, session = self._session is not None, self._open()
        try:
            try:
                answer = session.hear_envelope() if is_announced else _say_to(session, mail)
                is_over = answer is not None and _is_session_over(answer)
            except LostError:
                if not kept:
                    raise
                is_over = True
            if kept and is_over:
                self._drop()
                session = self._open()
                answer = _say_to(session, mail)
        except SmtpRefusedError as error:  # this server cannot even be told the address
            return error
        except LostError as lost:
            self._drop()
            raise SmtpUnreachableError from lost
        if answer is not None and (answer.code == CLOSING or session.sock is None):
            self._drop()
        return _refused(answer) if answer is not None else None

    def _give(self, mail: Mail, following: Mail | None) -> tuple[Ending, bool]:
        """How the message ended, and whether the next envelope was said with it."""
        session, ahead = self._open(), None
        if following is not None and session.can_pipeline:
            with suppress(SmtpRefusedError):
                ahead = _envelope(session, following)
        try:
            answer = session.give(*mail.on_the_wire(), following=ahead)
        except LostError as lost:
            self._drop()
            if lost.in_doubt:
                return SmtpUnknownError(), False
            raise SmtpUnreachableError from lost
        if answer.code == CLOSING:
            self._drop()
        if answer.is_refusal:
            return _refused(answer), ahead is not None and self._session is not None
        return f"{answer.code} {_say(answer.text)}", ahead is not None

    def _open(self) -> Session:
        if self._session is None:
            try:
                self._session = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                # Also a refused greeting or login: that is about us, never about the reader.
                raise SmtpUnreachableError from error
        return self._session

    def _connect(self) -> Session:
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

    def _dial(self) -> Session:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "smtps":
            context = ssl.create_default_context()
            return SecureSession(
                host, port or smtplib.SMTP_SSL_PORT, timeout=self._timeout, context=context
            )
        return Session(host, port or smtplib.SMTP_PORT, timeout=self._timeout)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _say_to(session: Session, mail: Mail) -> Answer | None:
    return session.announce(_envelope(session, mail))


def _envelope(session: Session, mail: Mail) -> Envelope:
    """The envelope; refuses what this server could not take."""
    check_writable(mail.sender, mail.recipient)
    if (mail.sender + mail.recipient).isascii():
        return Envelope(mail.sender, mail.recipient)
    if not session.has_extn("smtputf8"):
        stage = "recipient" if mail.sender.isascii() else "sender"
        raise SmtpRefusedError(
            BAD_ADDRESS, "server does not take addresses beyond ASCII", stage=stage
        )
    return Envelope(mail.sender, mail.recipient, utf8=True)


def _refused(answer: Answer) -> SmtpRefusedError:
    return SmtpRefusedError(answer.code, _say(answer.text), stage=answer.stage)


def _is_session_over(answer: Answer) -> bool:
    """Said to MAIL, 421 is about the session and no message of it."""
    return answer.code == CLOSING and answer.stage == "sender"


def _is_the_end(ending: Ending) -> bool:
    """The server is leaving, or an answer is missing: it is not pressed further now."""
    if isinstance(ending, SmtpRefusedError):
        return ending.code == CLOSING
    return isinstance(ending, SmtpUnknownError)


def _say(text: bytes) -> str:
    return text.decode("utf-8", "replace")
