"""What a channel is: it takes a claimed batch outside and records what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.kit.errors import NotifierError


class ChannelError(NotifierError):
    """A channel cannot do its work at all; ``permanent`` says whether trying again may help."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


# Sends what is left of the batch, asking for the time as it goes, and lays it down in the state it
# reached. Opens its own short transactions: none is open while the outside is on the line.
Sending = Callable[[Callable[[], datetime]], None]


class Channel(Protocol):
    """One file of the shelf ``channels/``."""

    KEY: str

    def prepare(self, session: Session, mine: Claim, *, now: datetime) -> Sending | None:
        """Commit, with the claim itself, all that must stand before anybody outside is spoken to.

        None: nothing is left to send, and the batch is laid down.
        """
