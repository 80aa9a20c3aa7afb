"""Signs of life: beat and each worker say every half minute that they are there, and look around."""

import time
from typing import Any

import structlog
from celery.beat import Scheduler
from celery.signals import heartbeat_sent
from sqlalchemy.exc import SQLAlchemyError

from notifier.flows import watch
from notifier.kit.errors import NotifierError

EVERY_SECONDS = 30.0

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
    """Beat's scheduler, which also says that beat lives."""

    def tick(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as Celery calls it
        """One turn of the clock."""
        sign("clock")
        return super().tick(*arguments, **named)


@heartbeat_sent.connect
def _worker_lives(sender: Any = None, **_: object) -> None:  # noqa: ANN401 - Celery's own object
    """A worker's main process, every few seconds; its duties are the queues it takes from."""
    queues = sender.eventer.app.amqp.queues.consume_from if sender is not None else {}
    sign(*queues)
