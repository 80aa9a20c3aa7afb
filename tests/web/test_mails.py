"""What pages say of mails: the card of 「きょう」, the address groups write to."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import delivery, mailroom
from notifier.config import settings
from notifier.flows.pick_up_mails import NO_HUB, READ, ROUND
from notifier.flows.take_alone import FAILED
from notifier.flows.take_mail import take_mail
from notifier.hubs import Hub
from notifier.mailroom import open_mail
from tests.intake.letters import letter
from tests.web.conftest import SignIn

CARD = "団体からのメール"


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    sign_in(client, "editor", hub)
    return client


def fail(session: Session, hub: Hub, at: datetime, *, kind: str = "failed") -> None:
    mailroom.receive_event(
        session, hub.id, source="email", event_id="x:1", kind=kind, raw=b"", now=at
    )
    event = mailroom.find_event(session, hub.id, source="email", event_id="x:1")
    assert event is not None
    mailroom.mark_failed(session, event, reason=FAILED, now=at)


def test_a_quiet_mailbox_has_no_card(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    session.commit()
    assert CARD not in desk.get("/desk/").text


def test_what_was_not_taken_is_counted_and_said(
    desk: FlaskClient, session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    for number in range(2):
        raw = letter(message_id=f"<{number}@x>", Auto_Submitted="auto-replied")
        take_mail(session, hub, open_mail(raw), now=now)
    take_mail(session, hub, open_mail(letter(List_Id="<x.y>")), now=now)
    take_mail(
        session,
        hub,
        open_mail(letter("x", message_id="<9@x>", List_Id="<x.y>")),
        now=now - timedelta(days=8),
    )
    fail(session, other_hub, now)
    session.commit()
    page = desk.get("/desk/").text
    said = "受け付けなかったメールが 3通あります（自動返信 2、メーリングリストや一斉配信 1）"
    assert said in page
    assert "読めなかったメール" not in page, "the neighbour's are not ours"


def test_a_mail_that_failed_is_said_with_what_to_do(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    fail(session, hub, now)
    session.commit()
    page = desk.get("/desk/").text
    assert "読めなかったメールが 1通あります（11月20日(金) 12:00に受け取り）" in page
    assert "代理入力" in page


def test_a_mail_to_no_hub_is_said_to_each(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    fail(session, hub, now, kind=NO_HUB)
    session.commit()
    page = desk.get("/desk/").text
    assert "どの拠点あてかわからないメールが 1通あります" in page
    assert "読めなかったメール" not in page


def test_a_mailbox_nobody_gets_into_is_said(
    desk: FlaskClient,
    session: Session,
    hub: Hub,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(settings().__dict__, "submissions_imap_url", "imap://a:b@127.0.0.1/INBOX")
    assert CARD not in desk.get("/desk/").text, "nobody looked yet"
    delivery.claim_round(session, ROUND, every=timedelta(), now=now)
    session.commit()
    assert "まだ一度も読めていません" in desk.get("/desk/").text
    delivery.claim_round(session, READ, every=timedelta(), now=now - timedelta(minutes=30))
    session.commit()
    assert CARD not in desk.get("/desk/").text
    delivery.claim_round(session, ROUND, every=timedelta(), now=now + timedelta(hours=2))
    session.commit()
    assert "最後に読めたのは 11月20日(金) 11:30" in desk.get("/desk/").text


def test_groups_read_where_to_write_to(client: FlaskClient, session: Session, hub: Hub) -> None:
    assert "メールでも送れます" not in client.get("/nishi/submit").text
    hub.mail_submissions = "joho@nishi.example.jp"
    session.commit()
    page = client.get("/nishi/submit").text
    assert "メールでも送れます" in page
    assert 'href="mailto:joho@nishi.example.jp"' in page
