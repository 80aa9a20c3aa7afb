"""LINE's webhook at the door: signed or refused, stored once, answered at once."""

import json
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.kit import crypto
from notifier.mailroom import InboxEvent
from notifier.web.hooks import calls
from notifier.web.session import engine_of
from notifier.wire import line
from tests.line_account import SECRET, add_line_channel


@pytest.fixture
def channel(session: Session, hub: Hub) -> LineChannel:
    """The hub's readers channel."""
    return add_line_channel(session, hub, ChannelPurpose.READERS)


def event(event_id: str = "01H0000000000000000000000A", **more: object) -> dict[str, object]:
    """A follow event."""
    return {
        "type": "follow",
        "mode": "active",
        "timestamp": 1795143600000,
        "source": {"type": "user", "userId": "U" + "a" * 32},
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "r" * 32,
        **more,
    }


def post(
    client: FlaskClient, slug: str, body: bytes, *, secret: str = SECRET, signature: str = ""
) -> int:
    """The status of one signed call."""
    signed = signature or line.sign(body, secret)
    return client.post(
        f"/hooks/line/{slug}", data=body, headers={"X-Line-Signature": signed}
    ).status_code


def stored(session: Session) -> list[InboxEvent]:
    """What the inbox holds."""
    session.rollback()
    return list(session.scalars(select(InboxEvent).order_by(InboxEvent.id)))


def body_of(*events: object) -> bytes:
    """A webhook body."""
    return json.dumps({"destination": "U" + "b" * 32, "events": list(events)}).encode()


def test_signed_events_are_stored_each(
    strict_client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Also without any CSRF token; one row per event, of this hub and channel."""
    body = body_of(event("A" * 26), event("B" * 26, type="somethingNew", extra={"x": 1}))
    assert post(strict_client, hub.slug, body) == 200
    rows = stored(session)
    assert [(r.kind, r.hub_id, r.line_channel_id) for r in rows] == [
        ("follow", hub.id, channel.id),
        ("somethingNew", hub.id, channel.id),
    ]


def test_a_forged_webhook_is_refused_and_nothing_stored(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Wrong secret, wrong signature, changed bytes, none at all."""
    assert channel.id
    body = body_of(event())
    assert post(client, hub.slug, body, secret="another secret") == 401
    assert post(client, hub.slug, body, signature="ありえない署名".encode().hex()) == 401
    assert post(client, hub.slug, body + b" ", signature=line.sign(body, SECRET)) == 401
    assert client.post(f"/hooks/line/{hub.slug}", data=body).status_code == 400
    assert stored(session) == []


def test_redelivery_is_stored_once(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """The event id decides, not the bytes."""
    assert channel.id
    assert post(client, hub.slug, body_of(event())) == 200
    again = event(deliveryContext={"isRedelivery": True})
    assert post(client, hub.slug, body_of(again)) == 200
    assert len(stored(session)) == 1


def test_an_event_without_id_is_recognised_by_its_content(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Old senders gave none."""
    assert channel.id
    nameless = event()
    del nameless["webhookEventId"]
    assert post(client, hub.slug, body_of(nameless)) == 200
    assert post(client, hub.slug, body_of(nameless)) == 200
    assert len(stored(session)) == 1


def test_the_verify_button_gets_200(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Empty ``events``."""
    assert channel.id
    assert post(client, hub.slug, body_of()) == 200
    assert stored(session) == []


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'{"events": 3}', b"\xff\xfe"])
def test_signed_nonsense_is_400(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel, body: bytes
) -> None:
    """Signed, yet no webhook."""
    assert channel.id
    assert post(client, hub.slug, body) == 400
    assert stored(session) == []


def test_too_large_a_body_is_refused(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Beyond 1 MB nothing is read."""
    assert channel.id
    assert post(client, hub.slug, b"x" * 1_000_001) == 413
    assert stored(session) == []


def test_the_destination_must_be_ours_when_known(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """A body signed with our secret but meant for another account."""
    channel.bot_user_id = "U" + "c" * 32
    session.commit()
    assert post(client, hub.slug, body_of(event())) == 400
    assert stored(session) == []


def test_another_hubs_address_does_not_take_it(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, channel: LineChannel
) -> None:
    """The neighbour has no such channel; an unknown hub is not found."""
    assert hub.id != other_hub.id
    assert channel.id
    assert post(client, other_hub.slug, body_of(event())) == 401
    assert post(client, "nowhere", body_of(event())) == 404
    assert stored(session) == []


def test_the_old_secret_counts_while_it_is_replaced(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Two secrets during a rotation."""
    channel.sealed_old_secret = channel.sealed_secret
    channel.sealed_secret = crypto.seal("f" * 32)
    session.commit()
    assert post(client, hub.slug, body_of(event())) == 200


@pytest.mark.real
def test_real_callbacks_are_stored(
    client: FlaskClient,
    session: Session,
    hub: Hub,
    channel: LineChannel,
    real_inputs: Path,
) -> None:
    """Every real payload is taken, unknown kinds among them."""
    assert channel.id
    expected = set()
    files = sorted(real_inputs.glob("line/webhook-*/*.json"))
    assert files
    for file in files:
        body = json.loads(file.read_bytes())
        for number, one in enumerate(body["events"]):
            # the sample batch gives all its events one placeholder id
            one["webhookEventId"] = f"{file.stem}-{number}"
            expected.add(one.get("type"))
        assert post(client, hub.slug, file.read_bytes()) == 200, file.name
        assert post(client, hub.slug, json.dumps(body).encode()) == 200, file.name
    assert {row.kind for row in stored(session)} == expected


def test_an_event_is_kept_to_the_letter(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """What quoting could change: quotes, a NUL, line ends, half a pair; and many in one call."""
    assert channel.id
    said = ["\"'\\\\{}[],", "a\0b\u2028\r\n", "はい😀", "\udc00", "%s :now ?"]
    events = [
        event(f"01H{number:023d}", type="message", message={"text": text})
        for number, text in enumerate(said)
    ]
    assert post(client, hub.slug, body_of(*events)) == 200
    kept = [json.loads(row.raw) for row in stored(session)]
    said[3] = "?"  # no text in UTF-8
    assert [one["message"]["text"] for one in kept] == said
    assert [one | {"message": None} for one in kept] == [one | {"message": None} for one in events]


def test_a_secret_counts_from_the_moment_it_is_set(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """And no longer than it stands there, whoever was known before."""

    def answers(*secrets: str) -> list[int]:
        calls = enumerate(secrets)
        return [post(client, hub.slug, body_of(event(f"{n}" * 26)), secret=one) for n, one in calls]

    assert answers(SECRET, "e" * 32) == [200, 401]
    channel.sealed_old_secret, channel.sealed_secret = channel.sealed_secret, crypto.seal("e" * 32)
    session.commit()
    assert answers("e" * 32, SECRET) == [200, 200]
    channel.sealed_old_secret = ""
    session.commit()
    assert answers(SECRET, "e" * 32) == [401, 200]


def test_a_hub_made_or_renamed_meanwhile(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Its address counts as it stands now."""
    assert channel.id
    before = hub.slug
    assert [post(client, slug, body_of(event())) for slug in (before, "afterwards")] == [200, 404]
    hub.slug = "afterwards"
    session.commit()
    assert [post(client, slug, body_of(event())) for slug in (before, "afterwards")] == [404, 200]


def test_a_forged_call_waits_for_no_writer(
    client: FlaskClient, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Whoever sends many of them keeps nobody from writing either."""
    assert post(client, hub.slug, body_of(event())) == 200
    channel.bot_user_id = "U" + "d" * 32
    session.flush()  # holds SQLite's one lock for writers
    assert post(client, hub.slug, body_of(event()), secret="another secret") == 401


def test_a_group_of_calls_asks_the_database_twice(
    client: FlaskClient, app: Flask, session: Session, hub: Hub, channel: LineChannel
) -> None:
    """Who may sign, then all events at once; each by itself, with no transaction around."""
    assert channel.id
    said: list[str] = []
    engine = engine_of(app)
    note = partial(_note, said)
    listen(engine, "before_cursor_execute", note)
    try:
        assert post(client, hub.slug, body_of(event("A" * 26), event("B" * 26))) == 200
    finally:
        remove(engine, "before_cursor_execute", note)
    assert [words.split()[0] for words in said] == ["SELECT", "INSERT"]
    assert len(stored(session)) == 2


def _note(
    said: list[str], _connection: object, _cursor: object, words: str, *_more: object
) -> None:
    said.append(words)


def test_no_200_without_its_commit(
    client: FlaskClient,
    session: Session,
    hub: Hub,
    channel: LineChannel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """503, so that LINE delivers again; then it is stored once."""
    assert channel.id

    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    with monkeypatch.context() as broken:
        broken.setattr(calls, "receive_events", away)
        assert post(client, hub.slug, body_of(event())) == 503
    assert stored(session) == []
    assert post(client, hub.slug, body_of(event())) == 200
    assert len(stored(session)) == 1
