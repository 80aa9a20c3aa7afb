"""LINE: one multicast per batch, its retry key committed before the first call.

The same key within 24 hours is accepted once, so a retaken batch sends the very same bytes
again and 409 means *accepted*. Accepted is sent; LINE never says who was reached.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.claim import Claim, hold, release
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.quota import is_short_for
from notifier.delivery.recipients import Recipient, move_all, recipients, suppress_leavers
from notifier.delivery.retry import Answer, Outcome, judge
from notifier.editions import ContentGroup
from notifier.hubs import ChannelPurpose, LineChannel, line_channel
from notifier.kit.db import writing
from notifier.kit.errors import UnavailableError
from notifier.mailroom import channel_token, forget_token
from notifier.subscribers import Address, suspend
from notifier.wire import line

KEY = "line"
BAD_ID_REASON = "LINEの宛先IDが正しくないため、送れませんでした。"
CHANGED_REASON = "送信の途中で宛先の記録が消えたため、届いたかどうか確かめられません。"
NO_CHANNEL_REASON = "LINEアカウントが設定されていません。設定の画面で登録してください。"


def send(mine: Claim, *, now_fn: Callable[[], datetime]) -> None:
    """Freeze, call, record."""
    frozen = _freeze(mine, now_fn())
    if frozen is None:
        return
    channel, retry_key, body, readers, first_attempt_at, calls = frozen
    answer, request_id = _call(channel, body, retry_key, now_fn)
    short = is_short_for(channel, len(readers), now=now_fn()) if answer.status == 429 else None  # noqa: PLR2004
    outcome = judge(
        answer,
        attempts=calls,
        first_attempt_at=first_attempt_at,
        quota_is_short=short,
        now=now_fn(),
    )
    if outcome.kind == "new_token":
        forget_token(channel)
    with writing() as session:
        _record(session, mine, outcome, readers, request_id, now_fn())


def request_body(to: list[str], messages: str, unit: str) -> bytes:
    """The bytes of a multicast; ``messages`` is the content group's JSON array, untouched."""
    head = json.dumps({"to": to}, separators=(",", ":"))[:-1]
    units = json.dumps([unit]) if unit else "[]"
    return f'{head},"messages":{messages},"customAggregationUnits":{units}}}'.encode()


Frozen = tuple[LineChannel, str, bytes, list[Recipient], datetime, int]


def _freeze(mine: Claim, now: datetime) -> Frozen | None:
    """Commit recipients, key and hash before the call; None when there is nothing to send."""
    with writing() as session:
        if not hold(session, mine, now=now):
            return None
        channel = line_channel(session, mine.hub_id, ChannelPurpose.READERS)
        if channel is None:
            move_all(
                session,
                mine,
                DeliveryState.QUEUED,
                DeliveryState.FAILED,
                reason=NO_CHANNEL_REASON,
                now=now,
            )
            release(session, mine, BatchState.REJECTED, reason=NO_CHANNEL_REASON, done_at=now)
            return None
        batch = session.get_one(Batch, mine.batch_id)
        if batch.first_attempt_at is None:
            suppress_leavers(session, mine, now=now)
            move_all(session, mine, DeliveryState.QUEUED, DeliveryState.SENDING, now=now)
        readers = recipients(session, mine, DeliveryState.SENDING)
        if not readers:
            release(session, mine, BatchState.DONE, done_at=now)
            return None
        group = session.get_one(ContentGroup, mine.content_group_id)
        body = request_body([r.address for r in readers], group.line_messages, batch.unit)
        digest = hashlib.sha256(body).hexdigest()
        if batch.body_sha256 and batch.body_sha256 != digest:
            _give_up(session, mine, CHANGED_REASON, now)
            return None
        batch.body_sha256 = digest
        batch.first_attempt_at = batch.first_attempt_at or now
        batch.calls += 1
        return channel, batch.retry_key, body, readers, batch.first_attempt_at, batch.calls


def _call(
    channel: LineChannel, body: bytes, retry_key: str, now_fn: Callable[[], datetime]
) -> tuple[Answer, str]:
    try:
        token = channel_token(channel, now=now_fn())
        answer = line.multicast(settings().line_api_url, token, body, retry_key=retry_key)
    except line.LineRefusedError as error:  # the token itself was refused
        return Answer(error.status), error.request_id
    except UnavailableError:
        return Answer(0), ""
    text = answer.body.decode("utf-8", "replace")
    return Answer(answer.status, text), answer.accepted_request_id or answer.request_id


def _record(
    session: Session,
    mine: Claim,
    outcome: Outcome,
    readers: list[Recipient],
    request_id: str,
    now: datetime,
) -> None:
    """Write what the answer means. A batch taken over meanwhile is the other worker's to record."""
    if outcome.kind == "accepted":
        if release(session, mine, BatchState.DONE, done_at=now, request_id=request_id, reason=""):
            move_all(session, mine, DeliveryState.SENDING, DeliveryState.SENT, now=now)
    elif outcome.kind in {"retry", "new_token"}:
        release(
            session,
            mine,
            BatchState.RETRY,
            next_try_at=outcome.next_try_at,
            reason=outcome.reason,
            request_id=request_id,
        )
    elif outcome.kind == "bad_recipient" and _has(readers, outcome.index):
        _quarantine(session, mine, readers[outcome.index or 0], now)
    elif outcome.kind == "quota":
        release(session, mine, BatchState.QUOTA_BLOCKED, reason=outcome.reason)
        move_all(session, mine, DeliveryState.SENDING, DeliveryState.QUEUED, now=now)
    elif outcome.kind == "unknown":
        _give_up(session, mine, outcome.reason, now)
    elif release(session, mine, BatchState.REJECTED, reason=outcome.reason, done_at=now):
        move_all(
            session,
            mine,
            DeliveryState.SENDING,
            DeliveryState.FAILED,
            reason=outcome.reason,
            now=now,
        )


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


def _give_up(session: Session, mine: Claim, reason: str, now: datetime) -> None:
    """Unknown is said, never hidden: it is not sent again by itself."""
    if release(session, mine, BatchState.UNKNOWN, reason=reason, done_at=now):
        move_all(
            session,
            mine,
            DeliveryState.SENDING,
            DeliveryState.UNKNOWN,
            reason=reason,
            now=now,
        )
