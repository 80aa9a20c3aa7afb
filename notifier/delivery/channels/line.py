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

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.claim import Claim, hold, release
from notifier.delivery.lateness import late_at
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.quota import is_short_for
from notifier.delivery.recipients import Recipient, move_all, recipients, suppress_leavers
from notifier.delivery.retry import (
    BAD_REQUEST,
    NEW_LOGIN,
    TOO_MANY,
    UNAUTHORIZED,
    Answer,
    Outcome,
    gives_up_at,
    judge,
)
from notifier.editions import ContentGroup
from notifier.hubs import ChannelPurpose, LineChannel, get_hub, line_channel
from notifier.kit import pace
from notifier.kit.db import writing
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


def send(mine: Claim, *, now_fn: Callable[[], datetime]) -> None:
    """Freeze, call, record."""
    frozen = _freeze(mine, now_fn())
    if frozen is None:
        return
    answer, request_id = _call(frozen, now_fn)
    outcome = judge(
        answer,
        attempts=frozen.calls,
        first_attempt_at=frozen.first_attempt_at,
        late_at=frozen.late_at,
        quota_is_short=_is_short(frozen, answer, now_fn()),
        is_in_doubt=frozen.was_in_doubt,
        is_new_token=frozen.is_new_token,
        now=now_fn(),
    )
    if outcome.kind == "new_token":
        forget_token(frozen.channel)
    heard = Heard(outcome, request_id, frozen.was_in_doubt or answer.leaves_doubt)
    with writing() as session:
        _record(session, mine, frozen.readers, heard, now_fn())


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
    readers: list[Recipient]
    first_attempt_at: datetime
    late_at: datetime
    calls: int
    was_in_doubt: bool
    is_new_token: bool
    rate: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call came to, and whether it may have been accepted without our hearing so."""

    outcome: Outcome
    request_id: str
    is_in_doubt: bool


def _freeze(mine: Claim, now: datetime) -> Frozen | None:
    """Commit recipients, key and hash before the call; None when there is nothing to send."""
    with writing() as session:
        if not hold(session, mine, now=now):
            return None
        channel = line_channel(session, mine.hub_id, ChannelPurpose.READERS)
        batch = session.get_one(Batch, mine.batch_id)
        if channel is None:
            _stop_here(session, mine, NO_CHANNEL_REASON, batch.is_in_doubt, now)
            return None
        if batch.first_attempt_at is None:
            suppress_leavers(session, mine, now=now)
            move_all(session, mine, DeliveryState.QUEUED, DeliveryState.SENDING, now=now)
        elif now >= gives_up_at(batch.first_attempt_at):
            _stop_here(session, mine, TOO_OLD_REASON, batch.is_in_doubt, now)
            return None
        readers = recipients(session, mine, DeliveryState.SENDING)
        if not readers:
            release(session, mine, BatchState.DONE, done_at=now)
            return None
        messages = session.scalars(  # not the mail beside it, which is five times as long
            select(ContentGroup.line_messages).where(ContentGroup.id == mine.content_group_id)
        ).one()
        body = request_body([r.address for r in readers], messages, batch.unit)
        digest = hashlib.sha256(body).hexdigest()
        if batch.body_sha256 and batch.body_sha256 != digest:
            _stop_here(session, mine, CHANGED_REASON, batch.is_in_doubt, now)
            return None
        was_in_doubt, batch.is_in_doubt = batch.is_in_doubt, True
        batch.body_sha256 = digest
        batch.first_attempt_at = batch.first_attempt_at or now
        batch.calls += 1
        return Frozen(
            channel=channel,
            retry_key=batch.retry_key,
            body=body,
            readers=readers,
            first_attempt_at=batch.first_attempt_at,
            late_at=late_at(session, batch),
            calls=batch.calls,
            was_in_doubt=was_in_doubt,
            is_new_token=batch.reason == NEW_LOGIN,
            rate=get_hub(session, mine.hub_id).line_rate,
        )


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


def _is_short(frozen: Frozen, answer: Answer, now: datetime) -> bool | None:
    """After a 429: what the quota endpoints say; silence there is no shortage."""
    if answer.status != TOO_MANY:
        return None
    try:
        return is_short_for(frozen.channel, len(frozen.readers), now=now)
    except UnavailableError:
        return False


def _record(
    session: Session, mine: Claim, readers: list[Recipient], heard: Heard, now: datetime
) -> None:
    """Write what the answer means. A batch taken over meanwhile is the other worker's to record."""
    outcome, request_id = heard.outcome, heard.request_id
    if outcome.kind == "accepted":
        done = {"done_at": now, "request_id": request_id, "reason": "", "is_in_doubt": False}
        if release(session, mine, BatchState.DONE, **done):
            move_all(session, mine, DeliveryState.SENDING, DeliveryState.SENT, now=now)
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
    elif outcome.kind == "bad_recipient" and _has(readers, outcome.index):
        _quarantine(session, mine, readers[outcome.index or 0], now)
    elif outcome.kind == "quota":
        if release(session, mine, BatchState.QUOTA_BLOCKED, reason=outcome.reason, done_at=now):
            move_all(session, mine, DeliveryState.SENDING, DeliveryState.QUEUED, now=now)
    else:
        _stop_here(session, mine, outcome.reason, heard.is_in_doubt, now)


def _has(readers: list[Recipient], index: int | None) -> bool:
    return index is not None and 0 <= index < len(readers)


def _quarantine(session: Session, mine: Claim, reader: Recipient, now: datetime) -> None:
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
    delivery = session.get_one(Delivery, reader.delivery_id)
    delivery.state = DeliveryState.FAILED
    delivery.reason = BAD_ID_REASON
    delivery.updated_at = now
    session.flush()
    move_all(session, mine, DeliveryState.SENDING, DeliveryState.QUEUED, now=now)
    address = session.get(Address, reader.address_id)
    if address is not None:
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
    if not release(session, mine, state, reason=reason, done_at=now, is_in_doubt=is_in_doubt):
        return
    after = DeliveryState.UNKNOWN if is_in_doubt else DeliveryState.QUEUED
    said = reason if is_in_doubt else ""
    move_all(session, mine, DeliveryState.SENDING, after, reason=said, now=now)
