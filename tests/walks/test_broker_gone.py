"""The broker stops between approval and the hour of sending; the tables remember, once each."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions
from notifier.cli.tick import command as tick_command
from notifier.config import settings
from notifier.delivery import Heartbeat
from notifier.kit import broker, clock
from notifier.kit.db import reading
from notifier.web.app import create_app
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World, wait_until, world

LINE_READERS, MAIL_READERS = 40, 16
NEWCOMER = "newcomer@example.jp"
AFTER = timedelta(seconds=1)
EVENT = re.compile(r'"event": "([a-z.]+)"')
TWO_OUTAGES = ["broker.gone", "broker.back"] * 2  # the first of them at beat's start


@pytest.fixture
def here(
    engine: Engine,
    schema_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> Iterator[World]:
    """The world with a broker of its own, because it will be stopped."""
    del engine
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.delenv("NOTIFIER_TEST_BROKER_URL", raising=False)
    with world(tmp_path, schema_url, monkeypatch, now=now) as made:
        yield made


@pytest.fixture
def approved(here: World, now: datetime) -> Ready:
    """An approved edition of one hub; the other hub stands beside it with readers of its own."""
    return make_ready(here, now, line=LINE_READERS, email=MAIL_READERS)


def test_the_inline_tick_stands_in(here: World, approved: Ready) -> None:
    here.stop_broker()
    assert_pages_work_and_say_so()
    for minutes in (0, 1):
        moment = approved.send_at + AFTER + timedelta(minutes=minutes)
        done = CliRunner().invoke(tick_command, ["--at", moment.isoformat(), "--json"])
        assert done.exit_code == 0, done.output
    assert_once_each(approved)


def test_without_a_redis_of_its_own_mail_goes_and_line_waits(
    here: World, approved: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody hands out turns for LINE's pace, so nothing is called; it goes when Redis is back."""
    with monkeypatch.context() as patched:
        patched.setenv("NOTIFIER_BROKER_URL", "redis://127.0.0.1:1")
        settings.cache_clear()
        tick_at(approved.send_at + AFTER, monkeypatch)
        with reading() as session:
            signs = session.scalars(select(Heartbeat.name)).all()
            assert delivery.ALONE in signs, "so that the page can say what still goes"
        counts = here.sink.counts
        assert {counts[to] for to in approved.mail_addresses} == {1}
        assert here.control.received(practice.channel_id("nishi"), kind="multicast") == {}
    settings.cache_clear()
    tick_at(approved.send_at + AFTER + timedelta(minutes=1), monkeypatch)
    tick_at(approved.send_at + AFTER + timedelta(minutes=2), monkeypatch)
    assert_once_each(approved)


@pytest.mark.slow
def test_beat_and_workers_go_on_when_it_is_back(here: World, approved: Ready) -> None:
    here.stop_broker()
    start_processes(here, approved.send_at + AFTER)
    wait_until(lambda: said_by_beat(here) == ["broker.gone"], what="beat to say that it is gone")
    assert not broker.answers()
    assert state(approved) == "approved"
    here.start_broker()
    wait_until(lambda: state(approved) == "sent", what="the edition to go out after all")
    assert_once_each(approved)

    here.stop_broker()
    wait_until(lambda: len(said_by_beat(here)) == len(TWO_OUTAGES) - 1, what="beat to say it again")
    somebody_asks_to_join()
    assert here.sink.counts[NEWCOMER] == 0
    here.start_broker()
    wait_until(lambda: here.sink.counts[NEWCOMER] == 1, what="beat and worker to find it again")
    assert_once_each(approved)
    assert said_by_beat(here) == TWO_OUTAGES, "one line each, and nothing else"


def tick_at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cron line runs."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    done = CliRunner().invoke(tick_command, ["--json"])
    assert done.exit_code == 0, done.output


def said_by_beat(here: World) -> list[str]:
    """The event of each line of beat's log; a line that is no event of ours as it is."""
    lines = (here.folder / "beat.log").read_text().splitlines()
    return [found[1] if (found := EVENT.search(line)) else line for line in lines]


def start_processes(here: World, moment: datetime) -> None:
    here.start("run", "worker", "--concurrency", "1", now=moment)
    here.start("run", "beat", now=moment)


def somebody_asks_to_join() -> None:
    """By the page, which needs no broker."""
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/nishi/subscribe", data={"email": NEWCOMER, "language": "ja"})
    assert answer.status_code == 302


def assert_pages_work_and_say_so() -> None:
    client = create_app().test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json
    assert answer.json["broker"] == "no answer"
    assert answer.json["workers"].startswith("not rung: no broker")
    assert answer.json["database"] == "ok"
    assert client.get("/nishi/").status_code == 200


def assert_once_each(approved: Ready) -> None:
    control = approved.world.control
    assert state(approved) == "sent"
    got = control.received(practice.channel_id("nishi"), kind="multicast")
    assert {user: sum(times.values()) for user, times in got.items()} == dict.fromkeys(
        approved.line_ids, 1
    )
    counts = approved.world.sink.counts
    assert {to: counts[to] for to in approved.mail_addresses} == dict.fromkeys(
        approved.mail_addresses, 1
    )
    assert not [to for to in counts if to.startswith("reader")], "no reader of the other hub"
    assert control.received(practice.channel_id("kohoku")) == {}, "nothing next door"


def state(approved: Ready) -> str:
    with reading() as session:
        edition = session.get_one(editions.Edition, approved.edition_id)
        return str(delivery.status(session, edition)["state"])
