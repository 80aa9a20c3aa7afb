"""smtplib's session, saying several commands in one breath where the server allows it.

RFC 2920: MAIL, RCPT and DATA may be one write, and the next message's envelope may travel behind
this message's closing dot. Every reply is read, in order, and belongs to exactly one command.
"""

import smtplib
import socket
from dataclasses import dataclass

from notifier.wire.mail import END

FIRST_REFUSAL = 400
CLOSING = 421
GO_AHEAD = 354
RECORD = 16384  # a TLS record: it arrives whole or not at all


class LostError(Exception):
    """The connection is gone; ``in_doubt`` when the closing dot may have arrived before that."""

    def __init__(self, *, in_doubt: bool) -> None:
        super().__init__("in doubt" if in_doubt else "not given")
        self.in_doubt = in_doubt


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who from and to, already checked to be writable."""

    sender: str
    recipient: str
    utf8: bool = False

    def commands(self) -> tuple[tuple[str, bytes], ...]:
        """(what a refusal would be about, the command) in order."""
        utf8 = " SMTPUTF8" if self.utf8 else ""
        return (
            ("sender", f"MAIL FROM:<{self.sender}>{utf8}\r\n".encode()),
            ("recipient", f"RCPT TO:<{self.recipient}>\r\n".encode()),
            ("message", b"DATA\r\n"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; ``stage`` is what it was about when it refused."""

    code: int
    text: bytes
    stage: str = "message"

    @property
    def is_refusal(self) -> bool:
        """Whether it said no."""
        return self.code >= FIRST_REFUSAL


class Session(smtplib.SMTP):
    """One connection. ``LostError`` from any verb means: close it, it cannot be used again."""

    @property
    def can_pipeline(self) -> bool:
        """Whether the server takes commands in groups."""
        return self.has_extn("pipelining")

    def announce(self, envelope: Envelope) -> Answer | None:
        """Say an envelope and hear its answers; the refusal, or None when the server waits for
        the message."""
        if self.can_pipeline:
            self._write(b"".join(command for _, command in envelope.commands()))
            return self.hear_envelope()
        for stage, command in envelope.commands():
            self._write(command)
            answer = self._hear(stage, in_doubt=False)
            if answer.is_refusal:
                self._reset_after(answer)
                return answer
        return None

    def hear_envelope(self) -> Answer | None:
        """The three answers to an envelope that was said in one breath."""
        refusal = None
        for stage in ("sender", "recipient", "message"):
            answer = self._hear(stage, in_doubt=False)
            if answer.is_refusal and refusal is None:
                refusal = answer
            if answer.code == CLOSING:
                return answer
        if refusal is None:
            return None
        if answer.code == GO_AHEAD:  # it waits for a message that has no recipient
            self._write(END)
            self._hear("message", in_doubt=False)
        self._reset_after(refusal)
        return refusal

    def give(self, *message: bytes, following: Envelope | None = None) -> Answer:
        """One write: the message (in parts) with its closing dot, behind it the next envelope.

        ``following`` only where ``can_pipeline``; its answers are heard by ``hear_envelope``.
        """
        behind = () if following is None else [command for _, command in following.commands()]
        self._write(b"".join((*message, *behind)), whole=sum(map(len, message)))
        return self._hear("message", in_doubt=True)

    def _write(self, said: bytes, *, whole: int = 0) -> None:
        """Send all; when that breaks off, what left tells whether a message was complete.

        Over TLS one record at a time, which counts a longer write only when its last byte is out.
        """
        left, view = 0, memoryview(said)
        at_once = len(said) if type(self.sock) is socket.socket else RECORD
        try:
            while left < len(said):
                if self.sock is None:
                    raise LostError(in_doubt=False)
                left += self.sock.send(view[left : left + at_once])
        except OSError as error:
            raise LostError(in_doubt=bool(whole) and left >= whole) from error

    def _hear(self, stage: str, *, in_doubt: bool) -> Answer:
        try:
            code, text = self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise LostError(in_doubt=in_doubt) from error
        if code < 0:
            raise LostError(in_doubt=in_doubt)
        return Answer(code, text, stage)

    def _reset_after(self, answer: Answer) -> None:
        """Forget the refused transaction; a server that leaves instead ends the session."""
        if answer.code == CLOSING:
            return
        try:
            self._write(b"RSET\r\n")
            self._hear("sender", in_doubt=False)
        except LostError:
            self.close()


class SecureSession(smtplib.SMTP_SSL, Session):
    """The same over TLS from the first byte."""
