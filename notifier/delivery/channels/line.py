"""LINE: one multicast per batch, its retry key committed before the first call.

The same key within 24 hours is accepted once, so a retaken batch sends the very same bytes
again and 409 means *accepted*. Accepted is sent; LINE never says who was reached.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.channel import Sending
from notifier.delivery.claim import Claim, note, release, uncount
from notifier.delivery.lateness import late_at
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.move import move_all
from notifier.delivery.quota import is_short_for
from notifier.delivery.recipients import named, suppress
from notifier.delivery.retry import (
    ACCEPTED,
    BAD_REQUEST,
    NEW_LOGIN,
    TOO_MANY,
    UNAUTHORIZED,
    Answer,
    Outcome,
    gives_up_at,
    is_accepted,
    judge,
)
from notifier.editions import ContentGroup
from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.kit import pace
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.mailroom import channel_token, forget_token
from notifier.subscribers import Address, suspend
from notifier.wire import line

KEY = "line"
BAD_ID_REASON = "LINEの宛先IDが正しくないため、送れませんでした。"
CHANGED_REASON = "送信の途中で宛先の記録が消えたため、届いたかどうか確かめられません。"
TOO_OLD_REASON = "送りはじめてから23時間を過ぎ、届いたかどうか確かめられません。"
NO_CHANNEL_REASON = "LINEアカウントが設定されていません。設定の画面で登録してください。"
MOST_AT_ONCE = 5
PATIENCE_SECONDS = 25  # well within a lease
_LOOK = (
    select(
        Batch.retry_key, Batch.unit, Batch.body_sha256, Batch.first_attempt_at, Batch.calls,
        Batch.is_in_doubt, Batch.reason, Hub.line_rate, LineChannel,
        ContentGroup.line_messages,  # not the mail beside it, five times as long
    )
    .join(ContentGroup, ContentGroup.id == Batch.content_group_id)
    .join(Hub, Hub.id == Batch.hub_id)
    .outerjoin(
        LineChannel,
        and_(LineChannel.hub_id == Hub.id, LineChannel.purpose == ChannelPurpose.READERS),
    )
    .where(Batch.id == bindparam("batch"))
)  # fmt: skip


def prepare(session: Session, mine: Claim, *, now: datetime) -> Sending | None:
    """Freeze the request."""
    frozen = _freeze(session, mine, now)
    return None if frozen is None else partial(_send, mine, frozen)


def request_body(to: list[str], messages: str, unit: str) -> bytes:
    """The bytes of a multicast; ``messages`` is the content group's JSON array, untouched."""
    head = json.dumps({"to": to}, separators=(",", ":"))[:-1]
    units = json.dumps([unit]) if unit else "[]"
    return f'{head},"messages":{messages},"customAggregationUnits":{units}}}'.encode()


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was committed before the call: it is sent so, or not at all."""

    channel: LineChannel
    retry_key: str
    body: bytes
    delivery_ids: list[int]
    first_attempt_at: datetime
    was_in_doubt: bool
    is_new_token: bool
    rate: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call came to, and whether it may have been accepted without our hearing so."""

    outcome: Outcome
    request_id: str
    is_in_doubt: bool


def _send(mine: Claim, frozen: Frozen, now_fn: Callable[[], datetime]) -> None:
    """Call, record."""
    answer, request_id = _call(frozen, now_fn)
    outcome = ACCEPTED if is_accepted(answer) else _judge(mine, frozen, answer, now_fn())
    if outcome.kind == "new_token":
        forget_token(frozen.channel)
    heard = Heard(outcome, request_id, frozen.was_in_doubt or answer.leaves_doubt)
    # A yes lost with the database's machine is asked for again: the same key gets the same answer.
    with writing(may_be_lost=outcome is ACCEPTED) as session:
        if not answer.was_sent:
            uncount(session, mine)
        _record(session, mine, frozen.delivery_ids, heard, now_fn())


def _freeze(session: Session, mine: Claim, now: datetime) -> Frozen | None:
    """Commit recipients, key and hash before the call; None when there is nothing to send."""
    batch = session.execute(_LOOK, {"batch": mine.batch_id}).one()
    channel: LineChannel | None = batch.LineChannel
    if channel is None:
        _stop_here(session, mine, NO_CHANNEL_REASON, batch.is_in_doubt, now)
        return None
    first_attempt_at = batch.first_attempt_at
    if first_attempt_at is not None and now >= gives_up_at(first_attempt_at):
        _stop_here(session, mine, TOO_OLD_REASON, batch.is_in_doubt, now)
        return None
    readers = _readers(session, mine, now, is_first=first_attempt_at is None)
    if not readers:
        release(session, mine, BatchState.DONE, done_at=now)
        return None
    body = request_body([address for _, address, _ in readers], batch.line_messages, batch.unit)
    digest = hashlib.sha256(body).hexdigest()
    if batch.body_sha256 not in {"", digest}:
        _stop_here(session, mine, CHANGED_REASON, batch.is_in_doubt, now)
        return None
    frozen = Frozen(
        channel=channel,
        retry_key=batch.retry_key,
        body=body,
        delivery_ids=[delivery_id for delivery_id, _, _ in readers],
        first_attempt_at=first_attempt_at or now,
        was_in_doubt=batch.is_in_doubt,
        is_new_token=batch.reason == NEW_LOGIN,
        rate=batch.line_rate,
    )
    note(
        session,
        mine,
        body_sha256=digest,
        first_attempt_at=frozen.first_attempt_at,
        calls=batch.calls + 1,
        is_in_doubt=True,
    )
    return frozen


def _readers(
    session: Session, mine: Claim, now: datetime, *, is_first: bool
) -> list[tuple[int, str, bool]]:
    """Whom the call names: before the first one, who stopped, paused or lost the address since the
    plan was made is struck; from then on it is always the same people."""
    found = named(session, mine, now=now)
    left = [one for one, _, is_wanted in found if not is_wanted] if is_first else []
    if not left:
        return found
    suppress(session, left, now=now)
    return [row for row in found if row[-1]]


def _call(frozen: Frozen, now_fn: Callable[[], datetime]) -> tuple[Answer, str]:
    url = settings().line_api_url
    try:
        token = channel_token(frozen.channel, now=now_fn())
    except line.LineRefusedError as error:  # LINE does not know the channel by this secret
        status = UNAUTHORIZED if BAD_REQUEST <= error.status < TOO_MANY else error.status
        return Answer(status, was_sent=False), error.request_id
    except UnavailableError:
        return Answer(0, was_sent=False), ""
    try:
        with _turn(frozen):
            answer = line.multicast(url, token, frozen.body, retry_key=frozen.retry_key)
    except pace.NoTurnError:
        return Answer(0, was_sent=False), ""
    except line.LineUnreachableError as error:
        return Answer(0, was_sent=error.maybe_sent), ""
    text = answer.body.decode("utf-8", "replace")
    return Answer(answer.status, text), answer.accepted_request_id or answer.request_id


def _turn(frozen: Frozen) -> AbstractContextManager[None]:
    """All workers together keep the hub's rate: LINE counts by channel, whoever calls."""
    return pace.turn(
        f"line:{frozen.channel.channel_id}",
        rate=frozen.rate,
        at_once=MOST_AT_ONCE,
        longest_seconds=line.LONGEST_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
    )


def _judge(mine: Claim, frozen: Frozen, answer: Answer, now: datetime) -> Outcome:
    """What an answer other than "accepted" means for the batch."""
    with reading() as session:
        until = late_at(session, session.get_one(Batch, mine.batch_id))
    return judge(
        answer,
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
        return is_short_for(frozen.channel, len(frozen.delivery_ids), now=now)
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
    elif outcome.kind in {"retry", "new_token"}:
        release(
            session,
            mine,
            BatchState.RETRY,
            next_try_at=outcome.next_try_at,
            reason=outcome.reason,
            request_id=request_id,
            is_in_doubt=heard.is_in_doubt,
        )
    elif outcome.kind == "bad_recipient" and _has(delivery_ids, outcome.index):
        _quarantine(session, mine, delivery_ids[outcome.index or 0], now)
    elif outcome.kind == "quota":
        quota_blocked = {"reason": outcome.reason, "done_at": now, "is_in_doubt": False}
        release(session, mine, BatchState.QUOTA_BLOCKED, **quota_blocked)
    else:
        _stop_here(session, mine, outcome.reason, heard.is_in_doubt, now)


def _has(delivery_ids: list[int], index: int | None) -> bool:
    return index is not None and 0 <= index < len(delivery_ids)


def _quarantine(session: Session, mine: Claim, delivery_id: int, now: datetime) -> None:
    """Set one bad id aside; the rest goes again under a new key (a 400 was never accepted)."""
    if not release(
        session,
        mine,
        BatchState.PLANNED,
        retry_key=str(uuid.uuid4()),
        body_sha256="",
        first_attempt_at=None,
        is_in_doubt=False,
        rung_at=None,
    ):
        return
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state = DeliveryState.FAILED
    delivery.reason = BAD_ID_REASON
    delivery.updated_at = now
    address = session.get_one(Address, delivery.address_id)
    suspend(session, address, reason=BAD_ID_REASON, now=now)


def _stop_here(
    session: Session,
    mine: Claim,
    reason: str,
    is_in_doubt: bool,  # noqa: FBT001 - private
    now: datetime,
) -> None:
    """No further call. In doubt: unknown, said and never sent again by itself; otherwise nobody
    got it, and the readers stay queued until a person decides (see ``settle``)."""
    state = BatchState.UNKNOWN if is_in_doubt else BatchState.REJECTED
    laid = release(session, mine, state, reason=reason, done_at=now, is_in_doubt=is_in_doubt)
    if laid and is_in_doubt:
        queued, unknown = DeliveryState.QUEUED, DeliveryState.UNKNOWN
        move_all(session, mine, queued, unknown, reason=reason, now=now)
