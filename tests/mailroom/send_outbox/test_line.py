"""Replies and pushes by LINE: each way a call can end, and the token they are made with."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.hubs import LineChannel
from notifier.mailroom import OutboxState, channel_token
from notifier.wire import line
from tests.mailroom.send_outbox.outside import TEXT, Outside, at, row


def test_a_reply_goes_without_a_retry_key(
    session: Session, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    mailroom.queue_line_reply(
        session, channel, reply_token="r", messages=TEXT, dedupe_key="r", now=now
    )
    session.commit()
    assert mailroom.send_outbox(now_fn=at(now)) == 1
    ((kind, token, body, retry_key),) = outside.calls
    assert (kind, retry_key) == ("reply", "")
    assert token.startswith("token-")
    assert body == {"replyToken": "r", "messages": TEXT}


def test_a_stale_reply_is_not_tried(
    session: Session, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    mailroom.queue_line_reply(
        session, channel, reply_token="r", messages=TEXT, dedupe_key="r", now=now
    )
    session.commit()
    assert mailroom.send_outbox(now_fn=at(now + timedelta(seconds=56))) == 0
    assert row(session).state == OutboxState.FAILED
    assert outside.calls == []


def test_a_reply_whose_answer_was_lost_is_unknown(
    session: Session, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    """The second try says "invalid reply token": most likely the first one arrived."""
    mailroom.queue_line_reply(
        session, channel, reply_token="r", messages=TEXT, dedupe_key="r", now=now
    )
    session.commit()
    outside.script = [line.LineUnreachableError(maybe_sent=True), 400]
    mailroom.send_outbox(now_fn=at(now))
    mailroom.send_outbox(now_fn=at(now + timedelta(seconds=3)))
    assert row(session).state == OutboxState.UNKNOWN


def test_a_push_is_repeated_with_the_same_key_until_accepted(
    session: Session, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    """Server error, no answer, expired token; 409 means accepted."""
    mailroom.queue_line_push(session, channel, user_id="U1", messages=TEXT, dedupe_key="p", now=now)
    session.commit()
    outside.script = [500, line.LineUnreachableError(maybe_sent=True), 401, 409]
    for hour in range(4):
        mailroom.send_outbox(now_fn=at(now + timedelta(minutes=11 * hour)))
    assert row(session).state == OutboxState.SENT
    assert len({key for _, _, _, key in outside.calls}) == 1
    tokens = [token for _, token, _, _ in outside.calls]
    assert tokens[2] != tokens[3]


def test_a_push_ends_after_23_hours(
    session: Session, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    """LINE forgets the key after 24; another try could be a second message."""
    mailroom.queue_line_push(session, channel, user_id="U1", messages=TEXT, dedupe_key="p", now=now)
    session.commit()
    outside.script = [500]
    mailroom.send_outbox(now_fn=at(now + timedelta(hours=23, minutes=1)))
    assert row(session).state == OutboxState.UNKNOWN


def test_a_token_is_kept_for_twelve_minutes(
    channel: LineChannel, now: datetime, outside: Outside
) -> None:
    assert outside.calls == []
    first = channel_token(channel, now=now)
    assert channel_token(channel, now=now + timedelta(minutes=11)) == first
    assert channel_token(channel, now=now + timedelta(minutes=12)) != first
    mailroom.forget_token(channel)
