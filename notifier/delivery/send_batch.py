"""Claim a batch and let its channel send it: the whole work of a task."""

import os
import secrets
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from notifier.delivery.channel import Sending
from notifier.delivery.channels import CHANNELS
from notifier.delivery.claim import Claim, claim, release
from notifier.delivery.lay_aside import lay_aside, lay_aside_late
from notifier.delivery.models import Batch, BatchState
from notifier.delivery.retry import mail_pause
from notifier.kit import clock
from notifier.kit.db import writing

FAULT = "fault"
FAULT_REASON = "送信の作業で思わぬ誤りが起きました。少し待って、もう一度試します。"
FAULTY = "送信の作業で誤りが続いたため、止めました。記録を見て、原因を確かめてください。"
MOST_FAULTS = 6  # claims, about twelve minutes of pauses

log = structlog.get_logger()


def send_batch(batch_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> bool:
    """Send one batch; False when it was not ours to send (taken, not due, stopped, too late).

    A fault of ours in one batch is a stored result; the others go on. When the database itself
    failed, the error goes on and the lease runs out.
    """
    try:
        sending = _take(batch_id, now_fn())
        if sending is None:
            return False
        mine, go = sending
    except SQLAlchemyError:
        raise
    except Exception as error:
        _log_fault(batch_id, error)
        with writing() as session:  # the claim went back with the rest
            again = claim(session, batch_id, worker=_worker_name(), now=now_fn())
            if again is not None:
                _after_fault(session, again, now_fn())
        return again is not None
    try:
        if go is not None:
            go(now_fn)
    except SQLAlchemyError:
        raise
    except Exception as error:
        _log_fault(batch_id, error)
        with writing() as session:
            _after_fault(session, mine, now_fn())
    return True


class _MayBeLateError(Exception):
    """The claim goes back: whether the batch is late is asked before it is claimed."""


def _take(batch_id: int, now: datetime) -> tuple[Claim, Sending | None] | None:
    """The claim and what it is to send, in one commit; None when it is not ours to send."""
    with suppress(_MayBeLateError), writing() as session:
        return _claimed(session, batch_id, now, is_asked=False)
    with writing() as session:
        if lay_aside_late(session, batch_id, now=now):
            return None
        return _claimed(session, batch_id, now, is_asked=True)


def _claimed(
    session: Session, batch_id: int, now: datetime, *, is_asked: bool
) -> tuple[Claim, Sending | None] | None:
    mine = claim(session, batch_id, worker=_worker_name(), now=now)
    if mine is None:
        return None
    if not is_asked and mine.may_be_late(now):
        raise _MayBeLateError
    return mine, CHANNELS[mine.channel].prepare(session, mine, now=now)


def _log_fault(batch_id: int, error: Exception) -> None:
    """Where, not with what: values of a batch are people's addresses."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    log.error(
        "delivery.batch_failed",
        batch_id=batch_id,
        kind=type(error).__name__,
        where=f"{Path(where.filename).name}:{where.lineno}",
    )


def _after_fault(session: Session, mine: Claim, now: datetime) -> None:
    """Try again later; a batch that fails again and again is laid aside for a person.

    Ordinary tries count as attempts too, so that the one before failed the same way is asked.
    """
    was = session.get_one(Batch, mine.batch_id, populate_existing=True).reason_key
    again = {"next_try_at": now + mail_pause(mine.attempts)}
    why = {"reason": FAULT_REASON, "reason_key": FAULT}
    if not release(session, mine, BatchState.RETRY, **again, **why):
        return
    if mine.attempts >= MOST_FAULTS and was == FAULT:
        batch = session.get_one(Batch, mine.batch_id, populate_existing=True)
        batch.next_try_at = now
        session.flush()
        lay_aside(session, batch, reason=FAULTY, now=now)


def _worker_name() -> str:
    """A name no other claim uses, so that a lost lease is noticed even inside one process."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"
