"""Scripted trouble for a relay: each piece strikes one message to a reader, in the order given."""

import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tests.fakes.relay import FORGET, HANG_UP, Relay, friendly

# kind -> (at which stage, what is answered there)
KINDS = {
    "rcpt_4xx": ("RCPT", "450 4.2.0 later, please"),
    "rcpt_5xx": ("RCPT", "550 5.1.1 no such user"),
    "rcpt_421": ("RCPT", "421 4.3.2 shutting down"),
    "data_4xx": (".", "451 4.3.0 later, please"),
    "data_5xx": (".", "554 5.6.0 not this message"),
    "data_421": (".", "421 4.3.2 shutting down"),
    "drop_kept": (".", ""),  # it has the message, and nobody hears so
    "drop_forgotten": (".", FORGET),
    "taken_then_close": (".", f"250 taken{HANG_UP}"),
}
LEAVE_DOUBT = frozenset({"drop_kept", "drop_forgotten"})


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """``kind`` strikes after ``skip`` further messages to readers were taken."""

    kind: str
    skip: int = 0


class TroubledRelay(Relay):
    """A relay whose trouble is scripted; ``struck`` counts what happened so far.

    Only mail to ``readers`` is struck: what the service writes to its staff is not what is judged.
    ``pause`` seconds lie between keeping a message and saying so.
    """

    def __init__(
        self, troubles: Iterable[MailTrouble], readers: Collection[str], *, pause: float = 0.0
    ) -> None:
        self.struck: Counter[str] = Counter()
        self.pause = pause
        self._waiting = list(troubles)
        self._readers = frozenset(readers)
        self._since = 0
        self._lock = threading.Lock()
        super().__init__(self._answers)

    def _answers(self, stage: str, recipient: str) -> str:
        if recipient not in self._readers:
            return friendly(stage, recipient)
        with self._lock:
            answer = self._strike(stage)
        if stage == ".":
            time.sleep(self.pause)
        return friendly(stage, recipient) if answer is None else answer

    def _strike(self, stage: str) -> str | None:
        """The answer of the trouble whose turn it is, or None."""
        if self._waiting:
            trouble = self._waiting[0]
            where, answer = KINDS[trouble.kind]
            if where == stage and self._since >= trouble.skip:
                del self._waiting[0]
                self.struck[trouble.kind] += 1
                self._since = 0
                return answer
        self._since += stage == "."
        return None
