"""A relay that keeps what it accepted; it can be slow between accepting and saying so."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Accepts everything on a loopback port; ``pause()`` is waited between accepting and 250."""

    def __init__(self, pause: Callable[[], float] = lambda: 0.0) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self._pause = pause
        self._port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    @property
    def url(self) -> str:
        """The address for NOTIFIER_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def counts(self) -> Counter[str]:
        """How often each address was served."""
        return Counter(recipient for recipient, _ in self.mails)

    def to(self, address: str) -> list[Message]:
        """The mails one address got."""
        return [message_from_bytes(raw) for recipient, raw in self.mails if recipient == address]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep first, answer later: a sender killed in between is the hard case."""
        del server, session
        content = envelope.content or b""
        self.mails += [(one, bytes(content)) for one in envelope.rcpt_tos]
        await asyncio.sleep(self._pause())
        return "250 kept"

    def start(self) -> "Sink":
        """Listen."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop(no_assert=True)
        self._controller.loop.close()


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
