"""What goes into the outbox and the inbox, once."""

import json
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import jinja2
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.hubs import ChannelPurpose, Hub
from notifier.mailroom import Envelope, InboxEvent, InboxState, Mail, OutboxMessage
from tests.line_account import add_line_channel

MAIL = Mail("opt_in", "件名", "本文\n", "<p>本文</p>")


def test_the_same_key_is_the_same_mail(session: Session, hub: Hub, now: datetime) -> None:
    one = mailroom.queue_mail(session, hub, to="A@example.jp", mail=MAIL, dedupe_key="k", now=now)
    two = mailroom.queue_mail(session, hub, to="a@example.jp", mail=MAIL, dedupe_key="k", now=now)
    assert one.id == two.id
    assert one.recipient == "a@example.jp"
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_the_same_key_in_two_hubs_is_two_mails(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    for one in (hub, other_hub):
        mailroom.queue_mail(session, one, to="a@example.jp", mail=MAIL, dedupe_key="k", now=now)
    assert len(mailroom.outbox(session, hub.id)) == 1
    assert len(mailroom.outbox(session, other_hub.id)) == 1


def test_a_push_has_its_retry_key_before_any_call(
    session: Session, hub: Hub, now: datetime
) -> None:
    channel = add_line_channel(session, hub, ChannelPurpose.READERS)
    text = [{"type": "text", "text": "こんにちは"}]
    push = mailroom.queue_line_push(
        session, channel, user_id="U1", messages=text, dedupe_key="p", now=now
    )
    reply = mailroom.queue_line_reply(
        session, channel, reply_token="r", messages=text, dedupe_key="r", now=now
    )
    assert len(push.retry_key) == 36
    assert reply.retry_key == ""
    assert reply.expires_at == now + timedelta(seconds=55)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"type": "text", "text": "x"}] * 6,
        [{"type": "text", "text": ""}],
        [{"type": "text", "text": "x" * 5001}],
        [{"type": "text", "text": "x", "quickReply": {"items": [{"action": {"label": "a"}}] * 14}}],
        [{"type": "text", "text": "x", "quickReply": {"items": [{"action": {"label": "a" * 21}}]}}],
        [
            {
                "type": "text",
                "text": "x",
                "quickReply": {"items": [{"action": {"label": "a", "data": "d" * 301}}]},
            }
        ],
    ],
)
def test_what_line_would_refuse_is_not_queued(
    session: Session, hub: Hub, now: datetime, messages: list[dict[str, object]]
) -> None:
    with pytest.raises(mailroom.BadLineMessageError):
        mailroom.queue_line_reply(
            session,
            add_line_channel(session, hub, ChannelPurpose.READERS),
            reply_token="r",
            messages=messages,
            dedupe_key="r",
            now=now,
        )


def test_a_template_without_a_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        mailroom.render_mail("opt_in", link="https://example.jp/")


def test_html_is_escaped_and_text_is_not(session: Session, hub: Hub) -> None:
    hub.name = "<script>拠点</script>"
    mail = mailroom.render_mail("opt_in", hub=hub, link="https://example.jp/?a=1&b=2", days=7)
    assert "<script>" not in mail.html
    assert "https://example.jp/?a=1&b=2" in mail.text
    assert "\n" not in mail.subject


def test_the_finished_message(now: datetime) -> None:
    """Japanese in UTF-8, plain part first, said to be automatic."""
    envelope = Envelope(
        sender="news@nishi.example.jp",
        sender_name="西区の拠点\r\nBcc: x@example.jp",
        recipient="abc..def@docomo.ne.jp",
        message_key="outbox-nishi-1",
        at=now,
    )
    raw = mailroom.build_message(MAIL, envelope)
    read = message_from_bytes(raw, policy=default)
    assert read["Subject"] == "件名"
    assert read["Bcc"] is None
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Message-ID"] == "<outbox-nishi-1@nishi.example.jp>"
    assert '"abc..def"@docomo.ne.jp' in raw.decode("ascii")
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    text = read.get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == "本文"


def test_an_event_is_stored_once_per_hub(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    def receive(where: Hub) -> bool:
        return mailroom.receive_event(
            session, where.id, source="line", event_id="E", kind="follow", raw=b"{}", now=now
        )

    assert [receive(hub), receive(hub), receive(other_hub)] == [True, False, True]
    assert len(mailroom.waiting_events(session, "line")) == 2


def test_words_are_blanked_once_handled(session: Session, hub: Hub, now: datetime) -> None:
    said = {"type": "message", "replyToken": "r", "message": {"id": "1", "text": "相談です"}}
    mailroom.receive_event(
        session,
        hub.id,
        source="line",
        event_id="E",
        kind="message",
        raw=json.dumps(said).encode(),
        now=now,
    )
    (event,) = mailroom.waiting_events(session, "line")
    mailroom.mark_handled(session, event, now=now)
    assert json.loads(event.raw) == {"type": "message", "message": {"id": "1"}}
    assert event.state == InboxState.HANDLED
    mailroom.erase_event(session, event, now=now)
    assert event.raw == b""


def test_caps_count_per_window(session: Session, now: datetime) -> None:
    def ask(at: datetime, key: str = "a@example.jp") -> bool:
        return mailroom.allow(
            session, purpose="t", key=key, limit=2, window=timedelta(days=1), now=at
        )

    assert [ask(now), ask(now), ask(now)] == [True, True, False]
    assert ask(now, "b@example.jp")
    assert ask(now + timedelta(days=1))
    hashes = session.scalars(select(mailroom.Cap.key_hash)).all()
    assert all("example" not in one for one in hashes)


def test_old_closed_rows_leave(session: Session, hub: Hub, now: datetime) -> None:
    """What still waits stays, however old."""
    long_ago = now - timedelta(days=40)
    done = mailroom.queue_mail(
        session, hub, to="a@example.jp", mail=MAIL, dedupe_key="1", now=long_ago
    )
    done.state = mailroom.OutboxState.SENT
    mailroom.queue_mail(session, hub, to="a@example.jp", mail=MAIL, dedupe_key="2", now=long_ago)
    mailroom.receive_event(
        session, hub.id, source="line", event_id="E", kind="x", raw=b"{}", now=long_ago
    )
    assert mailroom.forget_old(session, now=now) == 1
    assert [m.dedupe_key for m in mailroom.outbox(session, hub.id)] == ["2"]
    assert session.scalar(select(func.count()).select_from(InboxEvent)) == 1
