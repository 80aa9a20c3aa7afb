"""What a channel is: it takes a claimed batch outside and records what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from notifier.delivery.claim import Claim
from notifier.kit.errors import NotifierError


class ChannelError(NotifierError):
    """A channel cannot do its work at all; ``permanent`` says whether trying again may help."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Channel(Protocol):
    """One file of the shelf ``channels/``."""

    KEY: str

    def send(self, mine: Claim, *, now_fn: Callable[[], datetime]) -> None:
        """Send what is left of the batch and lay it down in the state it reached.

        Opens its own short transactions: none is open while the outside is on the line.
        """
