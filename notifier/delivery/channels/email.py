"""E-mail: one connection per batch, one commit per message.

SMTP has no retry key. Each message is marked *sending* before it goes and *sent* after its 250
was read; a worker killed in between leaves at most one message in doubt, and a doubtful message
is listed as unknown, never sent again by itself. The deterministic Message-ID lets a receiver
recognise a twin.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.claim import Claim, hold, release
from notifier.delivery.letter import Letters
from notifier.delivery.models import BatchState, Delivery, DeliveryState
from notifier.delivery.recipients import Recipient, move_all, recipients, suppress_leavers
from notifier.delivery.retry import mail_pause
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.kit.db import affected, writing
from notifier.subscribers import (
    Address,
    AddressState,
    Subscriber,
    SubscriberState,
    link_key,
    suspend,
)
from notifier.wire import smtp

KEY = "email"
IN_DOUBT = (
    "送信の途中で作業が止まったため、届いたかどうか確かめられません。自動では送り直しません。"
)
UNREACHABLE = "メールサーバーに接続できません。少し待って、もう一度試します。"
GIVEN_UP = "メールサーバーが受け取らないため、送るのをあきらめました。"
MOST_ATTEMPTS = 12  # about four hours of pauses

Result = tuple[int, DeliveryState, str]
End = Literal["done", "later", "lost"]


def send(mine: Claim, *, now_fn: Callable[[], datetime]) -> None:
    """Send what is left of the batch, message by message."""
    prepared = _prepare(mine, now_fn())
    if prepared is None:
        return
    letters, readers = prepared
    try:
        with smtp.open_mailer(settings().smtp_url) as mailer:
            end = _send_all(mine, mailer, letters, readers, now_fn)
    except smtp.SmtpUnreachableError:
        end = "later"
    with writing() as session:
        _lay_down(session, mine, end, now_fn())


def _lay_down(session: Session, mine: Claim, end: End, now: datetime) -> None:
    """Leave the batch in the state it reached; a batch somebody else took over is theirs."""
    if end == "lost":
        release(session, mine, BatchState.STOPPED, done_at=now)
        return
    waiting = recipients(session, mine, DeliveryState.QUEUED)
    if end == "done" and not waiting:
        release(session, mine, BatchState.DONE, done_at=now, reason="")
    elif mine.attempts >= MOST_ATTEMPTS:
        if release(session, mine, BatchState.DONE, done_at=now, reason=GIVEN_UP):
            for state in (DeliveryState.SENDING, DeliveryState.QUEUED):
                move_all(session, mine, state, DeliveryState.FAILED, reason=GIVEN_UP, now=now)
    elif release(
        session,
        mine,
        BatchState.RETRY,
        next_try_at=now + mail_pause(mine.attempts),
        reason=UNREACHABLE,
    ):
        move_all(session, mine, DeliveryState.SENDING, DeliveryState.QUEUED, now=now)


def _prepare(mine: Claim, now: datetime) -> tuple[Letters, list[Recipient]] | None:
    """Settle what a dead worker left in doubt and read who is still to be served."""
    with writing() as session:
        if not hold(session, mine, now=now):
            return None
        move_all(
            session,
            mine,
            DeliveryState.SENDING,
            DeliveryState.UNKNOWN,
            reason=IN_DOUBT,
            now=now,
        )
        suppress_leavers(session, mine, now=now)
        readers = recipients(session, mine, DeliveryState.QUEUED)
        if not readers:
            release(session, mine, BatchState.DONE, done_at=now)
            return None
        hub = session.get_one(Hub, mine.hub_id)
        letters = Letters(
            hub=hub,
            edition=session.get_one(Edition, mine.edition_id),
            group=session.get_one(ContentGroup, mine.content_group_id),
            link_key=link_key(session, hub),
            base_url=settings().base_url,
        )
        return letters, readers


def _send_all(
    mine: Claim,
    mailer: smtp.Mailer,
    letters: Letters,
    readers: list[Recipient],
    now_fn: Callable[[], datetime],
) -> End:
    """How it ended: "later" when the relay went away, "lost" when stopped or taken over."""
    result: Result | None = None
    for reader in readers:
        going = _turn(mine, result, reader, now_fn())
        result = None
        if going is None:
            return "lost"
        if not going:
            continue
        try:
            result = _send_one(mailer, letters, reader, now_fn())
        except smtp.SmtpUnreachableError:
            return "later"
        except smtp.SmtpUnknownError:
            _turn(mine, (reader.delivery_id, DeliveryState.UNKNOWN, IN_DOUBT), None, now_fn())
            return "later"
    _turn(mine, result, None, now_fn())
    return "done"


def _send_one(mailer: smtp.Mailer, letters: Letters, reader: Recipient, now: datetime) -> Result:
    try:
        mailer.send(letters.write(reader, now), sender=letters.sender, recipient=reader.address)
    except smtp.SmtpRefusedError as error:
        reason = f"メールサーバーに断られました（{error.code}）。"
        if error.permanent:
            return reader.delivery_id, DeliveryState.BOUNCED, reason
        return reader.delivery_id, DeliveryState.QUEUED, reason
    return reader.delivery_id, DeliveryState.SENT, ""


def _turn(
    mine: Claim, result: Result | None, reader: Recipient | None, now: datetime
) -> bool | None:
    """One commit: write the last result, mark the next as sending.

    None: the batch is no longer mine, or the edition was stopped. False: this reader left.
    """
    with writing() as session:
        if result is not None:
            _write_result(session, result, now)
        if reader is None:
            return True
        if not hold(session, mine, now=now):
            return None
        address = session.get(Address, reader.address_id)
        subscriber = session.get(Subscriber, reader.subscriber_id)
        wanted = (
            address is not None
            and subscriber is not None
            and address.state is AddressState.ACTIVE
            and subscriber.state is not SubscriberState.ENDED
        )
        state = DeliveryState.SENDING if wanted else DeliveryState.SUPPRESSED
        moved = session.execute(
            update(Delivery)
            .where(Delivery.id == reader.delivery_id, Delivery.state == DeliveryState.QUEUED)
            .values(state=state, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        return wanted and affected(moved) == 1


def _write_result(session: Session, result: Result, now: datetime) -> None:
    delivery_id, state, reason = result
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.state not in {DeliveryState.SENDING, DeliveryState.UNKNOWN}:
        return
    delivery.state = state
    delivery.reason = reason
    delivery.updated_at = now
    if state is DeliveryState.SENT:
        delivery.sent_at = now
    if state is DeliveryState.BOUNCED:
        address = session.get(Address, delivery.address_id)
        if address is not None:
            suspend(session, address, reason=reason, now=now)
