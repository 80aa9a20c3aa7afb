"""Claim, call, record: every way the sending of a mail can end."""

import json
import re
import threading
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.hubs import Hub, LineChannel
from notifier.kit import db
from notifier.mailroom import Mail, OutboxMessage, OutboxState
from notifier.mailroom.send_outbox import LEASE
from notifier.wire import smtp
from tests.mailroom.send_outbox.outside import TEXT, Outside, at, row

MAIL = Mail("opt_in", "件名", "https://example.jp/secret\n", "<p>x</p>")


def queue_mail(session: Session, hub: Hub, now: datetime, key: str = "k") -> OutboxMessage:
    made = mailroom.queue_mail(session, hub, to="a@example.jp", mail=MAIL, dedupe_key=key, now=now)
    session.commit()
    return made


def test_a_mail_goes_once_and_keeps_no_words(
    session: Session, hub: Hub, now: datetime, outside: Outside
) -> None:
    queue_mail(session, hub, now)
    assert mailroom.send_outbox(now_fn=at(now)) == 1
    assert mailroom.send_outbox(now_fn=at(now + timedelta(hours=1))) == 0
    assert [recipient for recipient, _ in outside.mails] == ["a@example.jp"]
    sent = row(session)
    assert sent.state == OutboxState.SENT
    assert sent.sent_at == now
    assert "secret" not in json.dumps(sent.body)


def test_no_transaction_is_open_during_the_call(
    session: Session, hub: Hub, now: datetime, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer gets through while the call is under way."""
    queue_mail(session, hub, now)

    def send(_message: bytes, *, sender: str, recipient: str) -> str:
        assert sender
        assert recipient
        with db.writing() as other:
            other.get_one(Hub, hub.id).contact = "電話"
        return "250"

    monkeypatch.setattr(outside, "send", send)
    assert mailroom.send_outbox(now_fn=at(now)) == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtp.SmtpRefusedError(550, "no such user"), OutboxState.FAILED),
        (smtp.SmtpRefusedError(451, "later"), OutboxState.QUEUED),
        (smtp.SmtpUnreachableError(), OutboxState.QUEUED),
        (smtp.SmtpUnknownError(), OutboxState.UNKNOWN),
    ],
)
def test_how_a_mail_can_end(
    session: Session,
    hub: Hub,
    now: datetime,
    outside: Outside,
    error: Exception,
    state: OutboxState,
) -> None:
    queue_mail(session, hub, now)
    outside.script = [error]
    assert mailroom.send_outbox(now_fn=at(now)) == 0
    ended = row(session)
    assert ended.state == state
    assert ended.reason
    assert "example.jp" not in ended.reason
    # a link is kept only as long as it may still have to be sent
    assert ("secret" in json.dumps(ended.body)) is (state == OutboxState.QUEUED)
    later = now + timedelta(hours=1)
    assert mailroom.send_outbox(now_fn=at(later)) == (1 if state == OutboxState.QUEUED else 0)


def test_a_server_out_of_reach_is_tried_once_a_run(
    session: Session, hub: Hub, channel: LineChannel, now: datetime, outside: Outside
) -> None:
    """The other mails wait untouched, and LINE goes on."""
    for number in range(3):
        queue_mail(session, hub, now, key=str(number))
    mailroom.queue_line_push(session, channel, user_id="U1", messages=TEXT, dedupe_key="p", now=now)
    session.commit()
    outside.script = [smtp.SmtpUnreachableError()]
    assert mailroom.send_outbox(now_fn=at(now)) == 1
    assert len(outside.mails) == 1
    assert len(outside.calls) == 1
    session.rollback()
    session.expire_all()
    mails = select(OutboxMessage).where(OutboxMessage.channel == "email").order_by(OutboxMessage.id)
    assert [one.attempts for one in session.scalars(mails)] == [1, 0, 0]
    assert mailroom.send_outbox(now_fn=at(now + timedelta(minutes=1))) == 3


def test_a_mail_whose_sender_died_is_unknown_and_not_sent_again(
    session: Session, hub: Hub, now: datetime, outside: Outside
) -> None:
    message = queue_mail(session, hub, now)
    message.state, message.attempts = OutboxState.SENDING, 1
    message.lease_until = now + LEASE
    session.commit()
    assert mailroom.send_outbox(now_fn=at(now)) == 0
    assert row(session).state == OutboxState.SENDING  # the lease still runs
    mailroom.send_outbox(now_fn=at(now + LEASE + timedelta(seconds=1)))
    assert row(session).state == OutboxState.UNKNOWN
    assert outside.mails == []


def test_a_hub_without_a_sender_waits(
    session: Session, hub: Hub, now: datetime, outside: Outside
) -> None:
    hub.mail_from = ""
    queue_mail(session, hub, now)
    assert mailroom.send_outbox(now_fn=at(now)) == 0
    assert "差出人" in row(session).reason
    assert outside.mails == []


def test_of_two_senders_exactly_one_calls(
    session: Session, hub: Hub, now: datetime, outside: Outside
) -> None:
    for number in range(10):
        queue_mail(session, hub, now, key=str(number))
    counts: list[int] = []
    both = [
        threading.Thread(target=lambda: counts.append(mailroom.send_outbox(now_fn=at(now))))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(counts) == 10
    assert len(outside.mails) == 10


def test_what_groups_answer_carries_where_to_and_a_message_id_nobody_guesses(
    session: Session, hub: Hub, outside: Outside, now: datetime
) -> None:
    hub.mail_submissions = "joho@nishi.example.jp"
    for kind in ("submission_question", "invitation"):
        mail = Mail(kind, "件名", "本文\n")
        mailroom.queue_mail(session, hub, to="a@example.jp", mail=mail, dedupe_key=kind, now=now)
    session.commit()
    assert mailroom.send_outbox(now_fn=lambda: now) == 2
    question, invitation = (message_from_bytes(raw) for _, raw in outside.mails)
    assert question["Reply-To"] == "joho@nishi.example.jp"
    assert invitation["Reply-To"] is None
    assert re.fullmatch(
        r"<outbox-nishi-\d+-[0-9a-f]{24}@nishi\.example\.jp>", question["Message-ID"]
    )
    assert question["Message-ID"].split("-")[3] != invitation["Message-ID"].split("-")[3]
