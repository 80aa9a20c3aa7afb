"""A mail relay that may offer PIPELINING, refuse, close and vanish where a test says so.

It reads what a client sent exactly as a relay does, command by command, and notes what had
already arrived behind a message's closing dot.
"""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Self

Script = Callable[[str, str], str]  # (stage, recipient) -> answer; "" closes without a word
FORGET = "forget"  # closes without a word and without keeping the message
HANG_UP = " (and hangs up)"  # an answer that ends so is said, and then the connection is closed
OK = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken", "RSET": "250 ok"}


def friendly(stage: str, recipient: str) -> str:
    """Take everything."""
    del recipient
    return OK[stage]


class Relay:
    """``script`` answers each stage (MAIL, RCPT, DATA, ".", RSET); at MAIL it is given the recipient
    of the transaction before."""

    def __init__(self, script: Script = friendly, *, pipelining: bool = True) -> None:
        self.script = script
        self.pipelining = pipelining
        self.taken: list[tuple[str, bytes]] = []
        self.senders: list[str] = []
        self.connections = 0
        self.ahead: list[bytes] = []
        handler = type("Talk", (_Talk,), {"relay": self})
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address for NOTIFIER_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    @property
    def counts(self) -> Counter[str]:
        """How often each address was served."""
        return Counter(self.recipients)

    @property
    def recipients(self) -> list[str]:
        """Who got something, in order."""
        return [recipient for recipient, _ in self.taken]

    def __enter__(self) -> Self:
        """It listens from the beginning."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self.stop()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    relay: Relay
    sender = recipient = ""
    is_open = has_recipient = False

    def handle(self) -> None:
        """Read commands until one ends the connection."""
        self.relay.connections += 1
        with suppress(ConnectionError):  # a client may be killed in the middle of a word
            self._talk()

    def _talk(self) -> None:
        self._say("220 relay")
        while line := self.rfile.readline():
            words = line.decode().strip()
            if not getattr(self, f"_{words[:4].upper()}", self._unknown)(words):
                return

    def _EHLO(self, _words: str) -> bool:  # noqa: N802 - named like the command
        extra = ["250-PIPELINING"] if self.relay.pipelining else []
        self._say("250-relay", *extra, "250 SIZE 10000000")
        return True

    def _QUIT(self, _words: str) -> bool:  # noqa: N802 - named like the command
        self._say("221 bye")
        return False

    def _RSET(self, _words: str) -> bool:  # noqa: N802 - named like the command
        self.is_open = self.has_recipient = False
        return self._answer(self.relay.script("RSET", self.recipient))

    def _MAIL(self, words: str) -> bool:  # noqa: N802 - named like the command
        self.sender = words[words.index("<") + 1 : words.index(">")]
        answer = "503 nested" if self.is_open else self.relay.script("MAIL", self.recipient)
        self.is_open, self.has_recipient = answer.startswith("2"), False
        return self._answer(answer)

    def _RCPT(self, words: str) -> bool:  # noqa: N802 - named like the command
        self.recipient = words[words.index("<") + 1 : words.index(">")]
        answer = self.relay.script("RCPT", self.recipient) if self.is_open else "503 MAIL first"
        self.has_recipient = answer.startswith("2")
        return self._answer(answer)

    def _DATA(self, _words: str) -> bool:  # noqa: N802 - named like the command
        refused = "554 no valid recipients"
        answer = self.relay.script("DATA", self.recipient) if self.has_recipient else refused
        return self._answer(answer) and (not answer.startswith("354") or self._message())

    def _unknown(self, _words: str) -> bool:
        self._say("500 what?")
        return True

    def _message(self) -> bool:
        relay, recipient, lines = self.relay, self.recipient, []
        self.is_open = False
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = relay.script(".", recipient)
        buffered = self.rfile.peek(1) if relay.pipelining and self._has_more() else b""
        relay.ahead.append(buffered)
        if answer.startswith("2"):
            relay.senders.append(self.sender)
            relay.taken.append((recipient, b"".join(lines)))
        elif answer == "":  # it has it, and nobody hears so
            relay.taken.append((recipient, b"".join(lines)))
        return self._answer(answer)

    def _has_more(self) -> bool:
        """Whether the client already sent something behind the dot."""
        self.connection.setblocking(False)
        try:
            return bool(self.rfile.peek(1))
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)

    def _answer(self, answer: str) -> bool:
        if answer in {"", FORGET}:
            return False
        self._say(answer)
        return not answer.startswith("421") and not answer.endswith(HANG_UP)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
