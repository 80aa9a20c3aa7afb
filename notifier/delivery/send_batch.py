"""Claim a batch and let its channel send it: the whole work of a task."""

import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime

from notifier.delivery.channels import CHANNELS
from notifier.delivery.claim import claim
from notifier.kit import clock
from notifier.kit.db import writing


def send_batch(batch_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> bool:
    """Send one batch; False when it was not ours to send (taken, not due, stopped)."""
    with writing() as session:
        mine = claim(session, batch_id, worker=_worker_name(), now=now_fn())
    if mine is None:
        return False
    CHANNELS[mine.channel].send(mine, now_fn=now_fn)
    return True


def _worker_name() -> str:
    """A name no other claim uses, so that a lost lease is noticed even inside one process."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"
