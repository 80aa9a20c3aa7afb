"""Signs of life: beat and each worker say every half minute that they are there, and look around.

Of a broker that is gone beat says one line when it notices and one when it rings again.
"""

import time
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler, SchedulingError
from celery.signals import heartbeat_sent
from sqlalchemy.exc import SQLAlchemyError

from notifier.flows import watch
from notifier.kit import broker
from notifier.kit.errors import NotifierError

EVERY_SECONDS = 30.0
ASK_AGAIN_SECONDS = 1.0

log = structlog.get_logger()
_last: dict[str, float] = {}


def sign(*duties: str) -> None:
    """Say that this process does ``duties``, at most twice a minute; its own work goes first."""
    key, now = ",".join(sorted(duties)), time.monotonic()
    if now - _last.get(key, -EVERY_SECONDS) < EVERY_SECONDS:
        return
    _last[key] = now
    try:
        watch.pulse(duties)
    except (SQLAlchemyError, NotifierError, OSError) as error:
        log.warning("pulse.failed", duties=key, error=type(error).__name__)


class SigningScheduler(Scheduler):  # type: ignore[misc]  # Celery carries no types
    """Beat's scheduler, which also says that beat lives, and in one line that the broker does not.

    Celery's own would write a traceback for each bell it cannot ring, and wait without a sign of life
    for a broker that is gone when it starts.
    """

    is_ringing = False  # not known to ring before the first bell rang
    gone_since: float | None = None

    def tick(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as Celery calls it
        """One turn of the clock; where nothing rings, the broker is asked before it is rung."""
        sign("clock")
        if not self.is_ringing and not broker.answers():
            self._note_gone("no answer")
            return ASK_AGAIN_SECONDS
        return super().tick(*arguments, **named)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:  # noqa: ANN401
        """Ring one bell. One that does not ring is no loss: the next tick asks the tables."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as error:
            self._note_gone(type(error.__cause__ or error.__context__ or error).__name__)
            return
        self._note_back()

    def _note_gone(self, reason: str) -> None:
        self.is_ringing = False
        if self.gone_since is None:
            self.gone_since = time.monotonic()
            log.error("broker.gone", reason=reason)

    def _note_back(self) -> None:
        self.is_ringing = True
        if self.gone_since is not None:
            log.warning("broker.back", seconds=round(time.monotonic() - self.gone_since))
            self.gone_since = None


@heartbeat_sent.connect
def _worker_lives(sender: Any = None, **_: object) -> None:  # noqa: ANN401 - Celery's own object
    """A worker's main process, every few seconds; its duties are the queues it takes from."""
    queues = sender.eventer.app.amqp.queues.consume_from if sender is not None else {}
    sign(*queues)
