"""Send what is due in the outbox: claim, call with no transaction open, record."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.hubs import Hub, LineChannel
from notifier.kit import clock, db
from notifier.kit.errors import UnavailableError
from notifier.mailroom.channel_token import channel_token, forget_token
from notifier.mailroom.mail import Envelope, Mail, build_message, envelope_address
from notifier.mailroom.models import OutboxMessage, OutboxState
from notifier.mailroom.outcome import (
    SENT,
    UNAUTHORISED,
    Facts,
    Outcome,
    after_line_answer,
    after_lost_claim,
    after_mail_error,
    too_late,
    try_again,
)
from notifier.mailroom.own_message_id import message_key
from notifier.mailroom.queries import due_message_ids
from notifier.wire import line, smtp

LEASE = timedelta(seconds=60)
# What groups answer by mail; the answers belong into the mailbox of submissions.
ANSWERED = frozenset(
    {
        *("submission_received", "submission_mailed", "submission_question"),
        *("submission_published", "submission_reconsidered", "desk_rejection", "submitter_link"),
    }
)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """One row taken by this process, with all the call needs, so that no session stays open."""

    message: OutboxMessage
    hub: Hub
    channel: LineChannel | None
    facts: Facts
    was_lost: bool


@dataclass(slots=True)
class _Relay:
    """The mail server of one run; once it cannot be reached it is left alone till the next."""

    mailer: smtp.Mailer
    is_away: bool = False


def send_outbox(*, now_fn: Callable[[], datetime] = clock.now, limit: int = 50) -> int:
    """Work on up to ``limit`` due messages, one by one; returns how many were accepted.

    When the mail server cannot be reached the other mails wait, untouched, for the next run: a
    server that swallows connections costs one time limit, not one for each of them.
    """
    with db.reading() as session:
        ids = due_message_ids(session, now=now_fn(), limit=limit)
    if not ids:
        return 0
    sent = 0
    with smtp.open_mailer(settings().smtp_url) as mailer:
        relay = _Relay(mailer)
        for message_id in ids:
            with db.writing() as session:
                claimed = _claim(session, message_id, relay, now=now_fn())
            if claimed is None:
                continue
            outcome = _settle(claimed, relay, now_fn)
            with db.writing() as session:
                sent += _record(session, claimed, outcome, now=now_fn())
    return sent


def _claim(session: Session, message_id: int, relay: _Relay, *, now: datetime) -> _Claimed | None:
    """Take the row by a conditional UPDATE: of two claimers exactly one sees it change."""
    before = session.get(OutboxMessage, message_id)
    if before is None or (relay.is_away and before.channel == "email"):
        return None
    was_lost = before.state == OutboxState.SENDING
    taken = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.attempts == before.attempts,
            or_(
                (OutboxMessage.state == OutboxState.QUEUED) & (OutboxMessage.due_at <= now),
                (OutboxMessage.state == OutboxState.SENDING) & (OutboxMessage.lease_until < now),
            ),
        )
        .values(
            state=OutboxState.SENDING,
            lease_until=now + LEASE,
            attempts=OutboxMessage.attempts + 1,
        )
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        return None
    session.refresh(before)
    channel = session.get(LineChannel, before.line_channel_id) if before.line_channel_id else None
    return _Claimed(
        message=before,
        hub=session.get_one(Hub, before.hub_id),
        channel=channel,
        facts=Facts(before.channel, before.attempts, before.created_at, before.expires_at),
        was_lost=was_lost,
    )


def _settle(claimed: _Claimed, relay: _Relay, now_fn: Callable[[], datetime]) -> Outcome:
    """Decide whether to call, and call."""
    now = now_fn()
    settled = after_lost_claim(claimed.facts, now=now) if claimed.was_lost else None
    settled = settled or too_late(claimed.facts, now=now)
    if settled is not None:
        return settled
    if claimed.channel is None:
        return _mail(claimed, relay, now)
    return _line(claimed, claimed.channel, now)


def _mail(claimed: _Claimed, relay: _Relay, now: datetime) -> Outcome:
    message, hub = claimed.message, claimed.hub
    if not hub.mail_from:
        return try_again(claimed.facts, "拠点の差出人アドレスが設定されていません", now=now)
    envelope = Envelope(
        sender=hub.mail_from,
        sender_name=hub.mail_from_name or hub.name,
        recipient=message.recipient,
        message_key=message_key(hub.slug, message),
        reply_to=hub.mail_submissions if message.kind in ANSWERED else "",
        at=message.created_at,
    )
    body = message.body
    finished = build_message(
        Mail(message.kind, body["subject"], body["text"], body["html"]), envelope
    )
    try:
        relay.mailer.send(
            finished,
            sender=envelope_address(hub.mail_from),
            recipient=envelope_address(message.recipient),
        )
    except UnavailableError as error:
        relay.is_away = isinstance(error, smtp.SmtpUnreachableError)
        return after_mail_error(claimed.facts, error, now=now)
    return SENT


def _line(claimed: _Claimed, channel: LineChannel, now: datetime) -> Outcome:
    message, url = claimed.message, settings().line_api_url
    is_reply = message.channel == "line_reply"
    target = {"replyToken": message.recipient} if is_reply else {"to": message.recipient}
    body = json.dumps({**target, **message.body}, ensure_ascii=False).encode()
    try:
        token = channel_token(channel, now=now)
        if is_reply:  # LINE refuses a retry key on replies
            answer = line.reply(url, token, body)
        else:
            answer = line.push(url, token, body, retry_key=message.retry_key)
    except UnavailableError as error:
        return try_again(claimed.facts, str(error), now=now)
    if answer.status == UNAUTHORISED:
        forget_token(channel)
    return after_line_answer(claimed.facts, answer.status, now=now)


def _record(session: Session, claimed: _Claimed, outcome: Outcome, *, now: datetime) -> bool:
    """Write down how it ended; what is closed keeps no words (they may hold a link)."""
    values: dict[str, object] = {
        "state": outcome.state,
        "reason": outcome.reason,
        "lease_until": None,
    }
    if outcome.due_at is not None:
        values["due_at"] = outcome.due_at
    if outcome.state == OutboxState.SENT:
        values["sent_at"] = now
    if outcome.state != OutboxState.QUEUED:
        values["body"] = {"subject": claimed.message.body.get("subject", "")}
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == claimed.message.id,
            OutboxMessage.state == OutboxState.SENDING,
            OutboxMessage.attempts == claimed.facts.attempts,  # nobody else took it meanwhile
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return outcome.state == OutboxState.SENT
