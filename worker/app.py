"""The Celery application: a doorbell. Every schedule and every piece of work is a row."""

import warnings

from celery import Celery
from celery.signals import worker_process_init

from notifier.config import settings
from notifier.kit import broker, clock, db, logs
from worker.timetable import TIMETABLE

VISIBILITY_TIMEOUT_SECONDS = 600  # no task lives longer; no ETA is ever used

app = Celery("notifier", broker=broker.broker_url(), include=["worker.tasks", "worker.pulse"])
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a Redis may be away for hours and come back
    broker_transport_options={
        "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
        "queue_order_strategy": "priority",  # a worker's queues in the order they are named
    },
    task_default_queue="now",
    beat_schedule=TIMETABLE,
    timezone="UTC",
    worker_hijack_root_logger=False,
)
logs.set_up()
clock.set_offset(settings().clock_offset)
if settings().is_practice:  # a container's only user may be root; practising needs no lecture
    warnings.filterwarnings("ignore", message="You're running the worker with superuser")


@worker_process_init.connect
def _fresh_connections(**_: object) -> None:
    """A forked worker must not share its parent's database connections."""
    db.engine().dispose(close=False)
