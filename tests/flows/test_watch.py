"""The dead man's switch: a silence is noticed by whoever lives, and told once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import delivery, mailroom
from notifier.accounts import Role
from notifier.config import settings
from notifier.flows import watch
from notifier.hubs import Hub
from notifier.kit.db import reading, writing
from notifier.mailroom import OutboxState
from tests.conftest import NOW, _hub
from tests.fakes.smtp_sink import Sink
from tests.web.conftest import add_staff

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sink(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A hub with an admin and an editor, and a relay that takes everything."""
    with Session(engine, expire_on_commit=False) as session:
        hub = _hub(session, "nishi", "西区", NOW)
        add_staff(session, hub, Role.ADMIN, NOW)
        add_staff(session, hub, Role.EDITOR, NOW)
    started = Sink(lambda: 0.0).start()
    monkeypatch.setenv("NOTIFIER_SMTP_URL", started.url)
    settings.cache_clear()
    yield started
    started.stop()
    settings.cache_clear()


def at(moment: datetime, *duties: str) -> list[str]:
    """The duties that are silent when ``duties`` sign at ``moment``."""
    return [one.duty for one in watch.pulse(duties, now_fn=lambda: moment)]


def mails() -> list[tuple[str, OutboxState]]:
    with reading() as session:
        hub_id = session.query(Hub.id).scalar()
        return [(row.recipient, row.state) for row in mailroom.outbox(session, hub_id)]


def test_nobody_is_missed_who_never_worked_here(sink: Sink) -> None:
    assert at(NOW, "now") == []
    assert mails() == []


def test_a_silence_is_told_once_to_admins_by_the_living(sink: Sink) -> None:
    at(NOW, "clock", "now", "email")
    assert at(NOW + 5 * MINUTE, "clock", "now") == [], "five minutes are not over"
    assert at(NOW + 6 * MINUTE, "clock", "now") == ["email"]
    assert mails() == [("admin1@example.jp", OutboxState.SENT)], "and nobody else had to send it"
    assert at(NOW + 7 * MINUTE, "clock", "now") == ["email"]
    assert len(mails()) == 1, "once a silence"
    assert at(NOW + 8 * MINUTE, "email") == []
    assert at(NOW + 14 * MINUTE, "clock", "now") == ["email"]
    assert len(mails()) == 2, "the next silence is told anew"


def test_who_fell_silent_before_the_clock_was_set_back_is_noticed(sink: Sink) -> None:
    at(NOW, "clock", "now", "email")
    back = NOW - 60 * MINUTE
    assert at(back, "now") == [], "nobody is accused for what the clock did"
    assert at(back + MINUTE, "clock", "now") == []
    assert at(back + 6 * MINUTE, "clock", "now") == ["email"]
    assert mails() == [("admin1@example.jp", OutboxState.SENT)]
    assert at(back + 7 * MINUTE, "clock", "now", "email") == []


def test_a_silence_told_before_the_clock_was_set_back_is_told_anew(sink: Sink) -> None:
    at(NOW, "clock", "email")
    at(NOW + 9 * MINUTE, "clock")
    back = NOW - 60 * MINUTE
    at(back, "clock")
    assert at(back + 6 * MINUTE, "clock") == ["email"]
    assert len(mails()) == 2


def test_two_who_notice_tell_it_once(sink: Sink) -> None:
    at(NOW, "clock", "email")
    later = NOW + 6 * MINUTE
    with writing() as session:
        delivery.note_alive(session, ["email"], now=later)
        (silence,) = delivery.silences(session, now=later)
        assert [delivery.claim_alert(session, silence, now=later) for _ in "ab"] == [True, False]
    assert watch.alert(now_fn=lambda: later)[0].name == "時計の係（beat）"
    assert mails() == []


def test_the_web_queues_and_does_not_send(sink: Sink) -> None:
    at(NOW, "clock", "now", "email")
    assert len(watch.alert(now_fn=lambda: NOW + 6 * MINUTE, send=False)) == 3
    assert mails() == [("admin1@example.jp", OutboxState.QUEUED)], "one mail names all three"


def test_an_unknown_duty_is_no_duty(sink: Sink) -> None:
    at(NOW, "celery")
    with reading() as session:
        assert delivery.last_seen(session) == {}
