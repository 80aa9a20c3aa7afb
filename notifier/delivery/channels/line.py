"""LINE: one multicast per batch, its retry key committed before the first call.

The same key within 24 hours is accepted once, so a retaken batch sends the very same bytes
again and 409 means *accepted*. Accepted is sent; LINE never says who was reached.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.channel import Sending
from notifier.delivery.claim import Claim, hold, release, uncount
from notifier.delivery.in_doubt import STOPPED_REASON
from notifier.delivery.lateness import late_at
from notifier.delivery.line_request import Frozen, freeze, stop_here
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.move import move_all
from notifier.delivery.night import is_night
from notifier.delivery.quota import is_short_for
from notifier.delivery.retry import (
    ACCEPTED,
    BAD_REQUEST,
    NEW_LOGIN,
    TOO_MANY,
    UNAUTHORIZED,
    Answer,
    Outcome,
    is_accepted,
    judge,
)
from notifier.kit import pace
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.mailroom import channel_token, forget_token
from notifier.subscribers import Address, suspend
from notifier.wire import line

KEY = "line"
BAD_ID = "bad_id"
BAD_ID_REASON = "LINEの宛先IDが正しくないため、送れませんでした。"
OTHER_ACCOUNT = (
    "LINEが宛先IDを続けて断りました。設定のLINEアカウントが、読者が友だちになったものと同じかを"
    "確かめてください。"
)
MOST_BAD_IDS = 5  # of a batch; ids come from LINE itself, so more than a few are of another account
MOST_AT_ONCE = 5
PATIENCE_SECONDS = 25  # well within a lease
LOOK_AGAIN_SECONDS = 1.0  # a stop takes effect as soon as by mail
A_NIGHTS_LOOK = timedelta(minutes=30)
AT_NIGHT = (
    "LINEが受け取ったか分からないまま、お知らせを送ってよい時間が終わりました。"
    "夜のあいだはたずねず、次に送ってよい時間になってから、もう一度たずねます。"
)


def prepare(session: Session, mine: Claim, *, now: datetime) -> Sending | None:
    """Freeze the request."""
    if mine.is_in_doubt and is_night(session, mine, now):
        again = now + A_NIGHTS_LOOK
        release(session, mine, BatchState.RETRY, next_try_at=again, reason=AT_NIGHT)
        return None
    frozen = freeze(session, mine, now)
    return None if frozen is None else partial(_send, mine, frozen)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call came to, and whether it may have been accepted without our hearing so."""

    outcome: Outcome
    request_id: str
    is_in_doubt: bool


def _send(mine: Claim, frozen: Frozen, now_fn: Callable[[], datetime]) -> None:
    """Call, record."""
    answer, request_id = _call(mine, frozen, now_fn)
    outcome = ACCEPTED if is_accepted(answer) else _judge(mine, frozen, answer, now_fn())
    if outcome.kind == NEW_LOGIN:
        forget_token(frozen.login)
    heard = Heard(outcome, request_id, frozen.was_in_doubt or answer.leaves_doubt)
    # A yes lost with the database's machine is asked for again: the same key gets the same answer.
    with writing(may_be_lost=outcome is ACCEPTED) as session:
        if not answer.was_sent:
            uncount(session, mine)
        _record(session, mine, frozen.delivery_ids, heard, now_fn())


def _call(mine: Claim, frozen: Frozen, now_fn: Callable[[], datetime]) -> tuple[Answer, str]:
    url = settings().line_api_url
    try:
        token = channel_token(frozen.login, now=now_fn())
    except line.LineRefusedError as error:  # LINE does not know the channel by this secret
        status = UNAUTHORIZED if BAD_REQUEST <= error.status < TOO_MANY else error.status
        return Answer(status, was_sent=False), error.request_id
    except line.LineUnreachableError:
        return Answer(0, was_sent=False), ""
    except UnavailableError as error:  # no secret was typed in
        return Answer(0, was_sent=False, why=str(error)), ""
    try:
        with _turn(mine, frozen, now_fn):
            answer = line.multicast(url, token, frozen.body, retry_key=frozen.retry_key)
    except pace.NoTurnError as error:
        return Answer(0, was_sent=False, why=str(error)), ""
    except line.LineUnreachableError as error:
        return Answer(0, was_sent=error.maybe_sent), ""
    text = answer.body.decode("utf-8", "replace")
    return Answer(answer.status, text), answer.accepted_request_id or answer.request_id


def _still_runs(mine: Claim, now: datetime) -> bool:
    """Whether the edition was not stopped, nor the batch taken over, while we waited for a turn.

    The lease begins anew: the call is still to come.
    """
    with writing() as session:
        return hold(session, mine, now=now)


@contextmanager
def _turn(mine: Claim, frozen: Frozen, now_fn: Callable[[], datetime]) -> Iterator[None]:
    """All workers together keep the hub's rate: LINE counts by channel, whoever calls."""
    asked = time.monotonic()
    with pace.turn(
        f"line:{frozen.login.channel_id}",
        rate=frozen.rate,
        at_once=MOST_AT_ONCE,
        longest_seconds=line.LONGEST_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
    ):
        has_waited = time.monotonic() - asked > LOOK_AGAIN_SECONDS
        if has_waited and not _still_runs(mine, now_fn()):
            raise pace.NoTurnError(STOPPED_REASON)
        yield


def _judge(mine: Claim, frozen: Frozen, answer: Answer, now: datetime) -> Outcome:
    """What an answer other than "accepted" means for the batch."""
    with reading() as session:
        until = late_at(session, session.get_one(Batch, mine.batch_id))
    return judge(
        answer,
        batch_id=mine.batch_id,
        attempts=mine.attempts,
        first_attempt_at=frozen.first_attempt_at,
        late_at=until,
        quota_is_short=_is_short(frozen, answer, now),
        is_in_doubt=frozen.was_in_doubt,
        is_new_token=frozen.is_new_token,
        now=now,
    )


def _is_short(frozen: Frozen, answer: Answer, now: datetime) -> bool | None:
    """After a 429: what the quota endpoints say; silence there is no shortage."""
    if answer.status != TOO_MANY:
        return None
    try:
        return is_short_for(frozen.login, len(frozen.delivery_ids), now=now)
    except UnavailableError:
        return False


def _record(
    session: Session, mine: Claim, delivery_ids: list[int], heard: Heard, now: datetime
) -> None:
    """Write what the answer means. A batch taken over meanwhile is the other worker's to record."""
    outcome, request_id = heard.outcome, heard.request_id
    if outcome.kind == "accepted":
        done = {"done_at": now, "request_id": request_id, "reason": "", "is_in_doubt": False}
        if release(session, mine, BatchState.DONE, **done):
            move_all(session, mine, DeliveryState.QUEUED, DeliveryState.SENT, now=now)
    elif outcome.kind in {"retry", NEW_LOGIN}:
        release(
            session,
            mine,
            BatchState.RETRY,
            next_try_at=outcome.next_try_at,
            reason=outcome.reason,
            reason_key=outcome.kind,
            request_id=request_id,
            is_in_doubt=heard.is_in_doubt,
        )
    elif outcome.kind == "bad_recipient" and _bad_ids(session, mine) >= MOST_BAD_IDS:
        stop_here(session, mine, OTHER_ACCOUNT, is_in_doubt=heard.is_in_doubt, now=now)
    elif outcome.kind == "bad_recipient" and _has(delivery_ids, outcome.index):
        _quarantine(session, mine, delivery_ids[outcome.index or 0], now)
    elif outcome.kind == "quota":
        quota_blocked = {"reason": outcome.reason, "done_at": now, "is_in_doubt": False}
        release(session, mine, BatchState.QUOTA_BLOCKED, **quota_blocked)
        _hold_back_others(session, mine, outcome.reason, now)
    else:
        stop_here(session, mine, outcome.reason, is_in_doubt=heard.is_in_doubt, now=now)


def _has(delivery_ids: list[int], index: int | None) -> bool:
    return index is not None and 0 <= index < len(delivery_ids)


def _bad_ids(session: Session, mine: Claim) -> int:
    """How many of the batch's ids LINE refused so far."""
    refused = select(func.count()).where(
        Delivery.batch_id == mine.batch_id,
        Delivery.state == DeliveryState.FAILED,
        Delivery.reason_key == BAD_ID,
    )
    return session.scalar(refused) or 0


def _hold_back_others(session: Session, mine: Claim, reason: str, now: datetime) -> None:
    """What is short for one is short for the edition: a small batch that would still fit does not
    go before a person decided. Whoever is under way or in doubt hears their own answer."""
    others = session.scalars(
        select(Batch.id)
        .where(
            Batch.edition_id == mine.edition_id,
            Batch.channel == KEY,
            Batch.state.in_((BatchState.PLANNED, BatchState.RETRY)),
            ~Batch.is_in_doubt,
        )
        .order_by(Batch.id)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(Batch)
        .where(Batch.id.in_(others))
        .values(state=BatchState.QUOTA_BLOCKED, reason=reason, done_at=now)
        .execution_options(synchronize_session=False)
    )


def _quarantine(session: Session, mine: Claim, delivery_id: int, now: datetime) -> None:
    """Set one bad id aside; the rest goes again under a new key (a 400 was never accepted)."""
    if not release(
        session,
        mine,
        BatchState.PLANNED,
        retry_key=str(uuid.uuid4()),
        request_sha256="",
        first_attempt_at=None,
        is_in_doubt=False,
        rung_at=None,
    ):
        return
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state = DeliveryState.FAILED
    delivery.reason, delivery.reason_key = BAD_ID_REASON, BAD_ID
    delivery.updated_at = now
    address = session.get_one(Address, delivery.address_id)
    suspend(session, address, reason=BAD_ID_REASON, now=now)
