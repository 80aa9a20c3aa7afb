"""E-mail: one connection per batch, one commit per message.

SMTP has no retry key. Each message is marked *sending* before it goes and *sent* after its 250
was read; a worker killed in between leaves at most one message in doubt, and a doubtful message
is listed as unknown, never sent again by itself. The deterministic Message-ID lets a receiver
recognise a twin.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.claim import Claim, hold, release
from notifier.delivery.lay_aside import IN_DOUBT
from notifier.delivery.letter import Letters
from notifier.delivery.models import BatchState, Delivery, DeliveryState
from notifier.delivery.recipients import (
    LEFT_REASON,
    Recipient,
    move_all,
    recipients,
    suppress_leavers,
)
from notifier.delivery.retry import mail_pause
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.kit.db import affected, writing
from notifier.subscribers import Address, AddressState, Subscriber, awake, link_key, suspend
from notifier.wire import smtp

KEY = "email"
UNREACHABLE = "メールサーバーに接続できません。少し待って、もう一度試します。"
NO_SENDER = "拠点のメールの差出人が設定されていません。設定の画面で入れてください。"
UNWRITABLE = "この人あてのメールを組み立てられませんでした。登録の内容を確かめてください。"
GIVEN_UP = "メールサーバーが受け取らないため、送るのをあきらめました。"
MOST_ATTEMPTS = 12  # about four hours of pauses

log = structlog.get_logger()

Result = tuple[int, DeliveryState, str]
End = Literal["done", "later", "lost"]


def send(mine: Claim, *, now_fn: Callable[[], datetime]) -> None:
    """Send what is left of the batch, message by message."""
    prepared = _prepare(mine, now_fn())
    if prepared is None:
        return
    letters, readers = prepared
    reason = UNREACHABLE
    try:
        with smtp.open_mailer(settings().smtp_url) as mailer:
            end = _send_all(mine, mailer, letters, readers, now_fn)
    except smtp.SmtpUnreachableError:
        end = "later"
    except smtp.SmtpRefusedError as error:  # it is about us: the next reader would hear the same
        end, reason = "later", _refused_sender(error)
    with writing() as session:
        _lay_down(session, mine, end, reason, now_fn())


def _lay_down(session: Session, mine: Claim, end: End, reason: str, now: datetime) -> None:
    """Leave the batch in the state it reached; a batch somebody else took over is theirs.

    ``reason`` says what it waits for when it is tried again.
    """
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
        reason=reason,
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
        if not hub.mail_from:
            release(session, mine, BatchState.REJECTED, reason=NO_SENDER, done_at=now)
            return None
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
    """How it ended: "later" when the relay went away, "lost" when stopped or taken over.

    Raises ``SmtpRefusedError`` when the relay does not take the sender: no reader's fault.
    """
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
        message = letters.write(reader, now)
    except Exception as error:  # one reader's letter that cannot be written harms no other
        log.error(  # noqa: TRY400 - a traceback would carry the reader's address
            "delivery.letter_failed", delivery_id=reader.delivery_id, kind=type(error).__name__
        )
        return reader.delivery_id, DeliveryState.FAILED, UNWRITABLE
    try:
        mailer.send(message, sender=letters.sender, recipient=reader.address)
    except smtp.SmtpRefusedError as error:
        if error.stage == "sender":
            raise
        return reader.delivery_id, _after_refusal(error), _refused(error)
    return reader.delivery_id, DeliveryState.SENT, ""


def _after_refusal(error: smtp.SmtpRefusedError) -> DeliveryState:
    """Only a refused recipient says something about the address; it alone is a bounce."""
    if not error.permanent:
        return DeliveryState.QUEUED
    return DeliveryState.BOUNCED if error.stage == "recipient" else DeliveryState.FAILED


def _refused(error: smtp.SmtpRefusedError) -> str:
    what = "宛先" if error.stage == "recipient" else "メールの内容"
    return f"メールサーバーが{what}を受け付けませんでした（{error.code}）。"


def _refused_sender(error: smtp.SmtpRefusedError) -> str:
    return (
        f"メールサーバーが差出人を受け付けません（{error.code}）。差出人のアドレスと"
        "メールサーバーの設定を確かめてください。少し待って、もう一度試します。"
    )


def _turn(
    mine: Claim, result: Result | None, reader: Recipient | None, now: datetime
) -> bool | None:
    """One commit: write the last result, mark the next as sending.

    None: the batch is no longer mine, or the edition was stopped. False: this reader left.
    """
    with writing() as session:
        is_mine = hold(session, mine, now=now)
        if result is not None:
            _write_result(session, result, now)
        if reader is None:
            return True
        if not is_mine:
            return None
        wanted = _is_wanted(session, reader, now)
        state = DeliveryState.SENDING if wanted else DeliveryState.SUPPRESSED
        reason = "" if wanted else LEFT_REASON
        moved = session.execute(
            update(Delivery)
            .where(Delivery.id == reader.delivery_id, Delivery.state == DeliveryState.QUEUED)
            .values(state=state, reason=reason, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        return wanted and affected(moved) == 1


def _is_wanted(session: Session, reader: Recipient, now: datetime) -> bool:
    """Whether the reader still wishes to get it here, asked for each letter."""
    found = session.scalar(
        select(Address.id)
        .join(Subscriber, Subscriber.id == Address.subscriber_id)
        .where(Address.id == reader.address_id, Address.state == AddressState.ACTIVE, awake(now))
    )
    return found is not None


def _write_result(session: Session, result: Result, now: datetime) -> None:
    """Write what became of a letter; another worker that took over called it unknown meanwhile."""
    delivery_id, state, reason = result
    delivery = session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.state not in {DeliveryState.SENDING, DeliveryState.UNKNOWN}:
        return
    if delivery.state is DeliveryState.UNKNOWN and state is DeliveryState.QUEUED:
        # The batch is the other worker's, who will not look again: not sent, and said.
        state = DeliveryState.FAILED
    delivery.state = state
    delivery.reason = reason
    delivery.updated_at = now
    if state is DeliveryState.SENT:
        delivery.sent_at = now
    if state is DeliveryState.BOUNCED:
        address = session.get(Address, delivery.address_id)
        if address is not None:
            suspend(session, address, reason=reason, now=now)
