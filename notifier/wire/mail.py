"""One message on its way out, and the ways it can end.

The three ends of a mail that did not go well are three errors, because the ledger must know which
it was: refused (the server said so), unreachable (nothing was accepted), unknown (the connection
broke between the end of the data and the answer; nobody can know).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from notifier.kit.errors import UnavailableError

FIRST_PERMANENT = 500
BAD_ADDRESS = 553
END = b".\r\n"
UNWRITABLE = re.compile(r"[<>\r\n\0 ]")


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


@dataclass(frozen=True, slots=True)
class Mail:
    """One finished message with its envelope; ``key`` is the sender's own name for it.

    ``is_ready``: network line ends throughout and no line that begins with a dot.
    """

    key: int
    sender: str
    recipient: str
    message: bytes
    is_ready: bool = False

    def on_the_wire(self) -> tuple[bytes, ...]:
        """The bytes between DATA and its answer in parts, the closing dot included."""
        return (self.message, END) if self.is_ready else (_dotted(self.message),)


Ending = str | SmtpRefusedError | SmtpUnknownError
Before = Callable[[Mail], None]


class Mailer(Protocol):
    """Something that hands finished messages to the next server."""

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """Hand over ``message``; returns the words of acceptance, to be kept as the receipt."""

    def deliver(self, mails: Iterable[Mail], *, before: Before) -> Iterator[tuple[Mail, Ending]]:
        """Hand over one after another and say of each how it ended: the words of acceptance, or
        the error.

        ``before`` is called when a message is about to leave; from there to its ending it is in
        doubt. One mail is taken from ``mails`` ahead. Raises ``SmtpUnreachableError`` when the
        server cannot be talked to (any more): the mails without an ending were not accepted.
        """


def send_one(mailer: Mailer, mail: Mail) -> str:
    """The plain form: the ending returned, or raised."""
    for _, ending in mailer.deliver((mail,), before=lambda _: None):
        if isinstance(ending, str):
            return ending
        raise ending
    raise SmtpUnreachableError


def check_writable(sender: str, recipient: str) -> None:
    """An address that would end its own line could give the server commands of its own."""
    for stage, address in (("sender", sender), ("recipient", recipient)):
        if UNWRITABLE.search(address):
            raise SmtpRefusedError(BAD_ADDRESS, "address cannot be written", stage=stage)


def _dotted(message: bytes) -> bytes:
    """The message with network line ends and doubled leading dots, ended by the single dot."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n") + b"\n"
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines.replace(b"\n.", b"\n..").replace(b"\n", b"\r\n") + b".\r\n"
