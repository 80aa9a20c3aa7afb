"""A LINE batch's request: frozen and committed before the call, and the same as long as it is in doubt.

What may have been accepted is only asked for again: the same bytes under the same key, through the
same account, for LINE remembers keys by account. What surely was not accepted is made anew when
somebody left meanwhile, under a new key.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim, note, release
from notifier.delivery.models import Batch, BatchState, DeliveryState
from notifier.delivery.move import move_all
from notifier.delivery.recipients import named, suppress
from notifier.delivery.retry import NEW_LOGIN, is_remembered
from notifier.editions import ContentGroup
from notifier.hubs import LOGIN, ChannelPurpose, Hub, LineChannel, Login
from notifier.kit.ready import Ready

CHANGED_REASON = "送信の途中で宛先の記録が消えたか、LINEアカウントが替わったため、届いたかどうか確かめられません。"
TOO_OLD_REASON = (
    "送りはじめてから23時間を過ぎたか、時計が戻されたため、届いたかどうか確かめられません。"
)
NO_CHANNEL_REASON = "LINEアカウントが設定されていません。設定の画面で登録してください。"
_LOOK = Ready(
    select(
        Batch.retry_key, Batch.unit, Batch.request_sha256, Batch.first_attempt_at, Batch.calls,
        Batch.is_in_doubt, Batch.reason_key, Hub.line_rate,
        ContentGroup.line_messages,  # not the mail beside it, five times as long
        *LOGIN,
    )
    .join(ContentGroup, ContentGroup.id == Batch.content_group_id)
    .join(Hub, Hub.id == Batch.hub_id)
    .outerjoin(
        LineChannel,
        and_(LineChannel.hub_id == Hub.id, LineChannel.purpose == ChannelPurpose.READERS),
    )
    .where(Batch.id == bindparam("batch"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was committed before the call: it is sent so, or not at all."""

    login: Login
    retry_key: str
    body: bytes
    delivery_ids: list[int]
    first_attempt_at: datetime
    was_in_doubt: bool
    is_new_token: bool
    rate: int


def freeze(session: Session, mine: Claim, now: datetime) -> Frozen | None:
    """Commit recipients, key and hash before the call; None when there is nothing to send."""
    batch, login = _look(session, mine)
    if login is None:
        stop_here(session, mine, NO_CHANNEL_REASON, is_in_doubt=batch.is_in_doubt, now=now)
        return None
    readers = _readers(session, mine, now, may_strike=not batch.is_in_doubt)
    if not readers:
        release(session, mine, BatchState.DONE, done_at=now)
        return None
    body = request_body([address for _, address, _ in readers], batch.messages, batch.unit)
    digest = hashlib.sha256(f"{login.channel_id}\n".encode() + body).hexdigest()
    first = batch.first_attempt_at
    key_holds = first is not None and is_remembered(first, now=now)
    is_again = key_holds and digest == batch.request_sha256
    if batch.is_in_doubt and not is_again:
        why = CHANGED_REASON if key_holds else TOO_OLD_REASON
        stop_here(session, mine, why, is_in_doubt=True, now=now)
        return None
    frozen = Frozen(
        login=login,
        retry_key=batch.retry_key if is_again or first is None else str(uuid.uuid4()),
        body=body,
        delivery_ids=[delivery_id for delivery_id, _, _ in readers],
        first_attempt_at=first if first and is_again else now,
        was_in_doubt=batch.is_in_doubt,
        is_new_token=batch.reason_key == NEW_LOGIN,
        rate=batch.rate,
    )
    note(
        session,
        mine,
        retry_key=frozen.retry_key,
        request_sha256=digest,
        first_attempt_at=frozen.first_attempt_at,
        calls=batch.calls + 1,
        is_in_doubt=True,
    )
    return frozen


class _Seen(NamedTuple):
    """What stands in the tables about a batch before its call."""

    retry_key: str
    unit: str
    request_sha256: str
    first_attempt_at: datetime | None
    calls: int
    is_in_doubt: bool
    reason_key: str
    rate: int
    messages: str


def _look(session: Session, mine: Claim) -> tuple[_Seen, Login | None]:
    """The batch, and the account it goes through when its hub has one."""
    [row] = _LOOK.rows(session, {"batch": mine.batch_id})
    seen, login = row[: -len(LOGIN)], row[-len(LOGIN) :]
    return _Seen(*seen), None if None in login else Login(*login)


def _readers(
    session: Session, mine: Claim, now: datetime, *, may_strike: bool
) -> list[tuple[int, str, bool]]:
    """Whom the call names. As long as nobody can have it, who stopped, paused or lost the address
    is struck; of a call in doubt it is always the same people."""
    found = named(session, mine, now=now)
    left = [one for one, _, is_wanted in found if not is_wanted] if may_strike else []
    if not left:
        return found
    suppress(session, left, now=now)
    return [row for row in found if row[-1]]


def request_body(to: list[str], messages: str, unit: str) -> bytes:
    """The bytes of a multicast; ``messages`` is the content group's JSON array, untouched."""
    head = json.dumps({"to": to}, separators=(",", ":"))[:-1]
    units = json.dumps([unit]) if unit else "[]"
    return f'{head},"messages":{messages},"customAggregationUnits":{units}}}'.encode()


def stop_here(
    session: Session, mine: Claim, reason: str, *, is_in_doubt: bool, now: datetime
) -> None:
    """No further call. In doubt: unknown, said and never sent again by itself; otherwise nobody
    got it, and the readers stay queued until a person decides (see ``settle``)."""
    state = BatchState.UNKNOWN if is_in_doubt else BatchState.REJECTED
    laid = release(session, mine, state, reason=reason, done_at=now, is_in_doubt=is_in_doubt)
    if laid and is_in_doubt:
        queued, unknown = DeliveryState.QUEUED, DeliveryState.UNKNOWN
        move_all(session, mine, queued, unknown, reason=reason, now=now)
