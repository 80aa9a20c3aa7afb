"""When nobody sends, the first page, /readyz and /metrics say so; the pages themselves go on."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import delivery
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from tests.web.conftest import SignIn


def test_silence_is_said_on_the_first_page(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    delivery.note_alive(session, delivery.DUTIES, now=now - timedelta(minutes=2))
    session.commit()
    assert "送る仕組みが止まっています" not in client.get("/desk/").text
    delivery.note_alive(session, ["email"], now=now - timedelta(minutes=7))
    session.commit()
    page = client.get("/desk/").text
    assert "メールを送る係（worker email）が7分動いていません" in page
    assert "起動し直してください" in page
    assert "このままでは、メールの便は送られません。ほかのものは送られます。" in page


def test_signs_from_before_the_clock_was_set_back_say_nothing(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    """When everybody is dead only the page can say it."""
    sign_in(client, "editor", hub)
    delivery.note_alive(session, delivery.DUTIES, now=now + timedelta(minutes=2))
    session.commit()
    assert "送る仕組みが止まっています" not in client.get("/desk/").text, "clocks differ a little"
    delivery.note_alive(session, ["email"], now=now + timedelta(hours=1))
    session.commit()
    page = client.get("/desk/").text
    assert (
        "メールを送る係（worker email）は、時計が戻されたため、動いているか分かりません。" in page
    )
    assert "× メールを送る係（worker email）が動いていません。" in page
    assert "動いていなければ、メールの便は送られません。" in page


def test_metrics_count_anew_after_the_clock_was_set_back(
    client: FlaskClient, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who scrapes may be the only one who looks: a duty nobody does must not read as alive."""
    delivery.note_alive(session, ["clock"], now=now + timedelta(seconds=2))
    delivery.note_alive(session, ["email"], now=now + timedelta(hours=1))
    session.commit()
    told = client.get("/metrics").text
    assert 'notifier_seconds_since_alive{duty="clock"} 0.0' in told
    assert 'notifier_seconds_since_alive{duty="email"} 0.0' in told
    later = now + timedelta(minutes=7)
    monkeypatch.setattr("notifier.kit.clock.now", lambda: later)
    assert 'notifier_seconds_since_alive{duty="email"} 420.0' in client.get("/metrics").text


def test_operators_are_told(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    sign_in(client, "admin", hub)
    delivery.note_alive(session, ["clock"], now=now - timedelta(minutes=7))
    session.commit()
    told = client.get("/metrics").text
    assert 'notifier_seconds_since_alive{duty="clock"} 420.0' in told
    answer = client.get("/readyz")
    assert answer.json is not None
    said = answer.json["workers"].removeprefix(
        "not rung: no broker, "
    )  # none runs beside this test
    if answer.json["schema"] == "ok":  # a database made straight from the models has no step
        assert said == "silent for 7 min: clock"
        session.rollback()
        assert session.query(OutboxMessage).count() == 1
    else:
        assert said == "unknown"
