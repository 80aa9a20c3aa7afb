"""The short way before Flask: durable, the same to the reader's eye, and no way around a page."""

import http.client
import io
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.cli.processes import web_process
from notifier.config import settings
from notifier.editions import Link, approve, compose
from notifier.engagement import LinkTaps
from notifier.hubs import Hub, set_line_channel
from notifier.mailroom import InboxEvent
from notifier.web.app import create_app
from notifier.web.public import redirect
from notifier.wire import line
from tests.editions.conftest import OPEN, SATURDAY, Listings, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.fakes.smtp_sink import free_port
from tests.web.test_hooks import SECRET, body_of, event

READERS = 12
PUBLISHER = Actor("staff", "発行責任者A", "901")
ITS_OWN = {"Content-Type", "Content-Length", "Content-Security-Policy", "Vary"}


@pytest.fixture
def links(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> list[Link]:
    """The links of an approved edition with two items, committed."""
    published(**OPEN, occurrences=on(1))
    published(**OPEN, occurrences=on(2))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    approve(session, made, version=made.version, by=PUBLISHER, now=now)
    session.commit()
    return list(session.scalars(select(Link).order_by(Link.id)))


@pytest.fixture
def channel(session: Session, hub: Hub, machine: Actor, now: datetime) -> None:
    """The hub's readers channel, committed."""
    set_line_channel(
        session, hub, "readers", channel_id="1650000001", secret=SECRET, by=machine, now=now
    )
    session.commit()


def counted(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.coalesce(func.sum(LinkTaps.count), 0))) or 0


def test_taps_at_the_same_moment_all_count(app: Flask, session: Session, links: list[Link]) -> None:
    """Each reader is sent to the page of their own link."""

    def tap(number: int) -> list[str]:
        client = app.test_client()
        return [
            client.get(f"/r/{link.code}").headers["Location"]
            for link in (links[number % 2], links[2], links[3])
        ]

    with ThreadPoolExecutor(READERS) as pool:
        found = list(pool.map(tap, range(READERS)))
    assert found == [[links[n % 2].url, links[2].url, links[3].url] for n in range(READERS)]
    assert counted(session) == READERS * 3


def test_two_web_processes_raise_the_same_counters(
    app: Flask, engine: Engine, session: Session, links: list[Link]
) -> None:
    """Nothing of what one counts is lost to the other."""
    twin = create_app(settings())
    twin.config.update(ENGINE=engine, TESTING=True)

    def tap(number: int) -> int:
        client = (app, twin)[number % 2].test_client()
        return sum(client.get(f"/r/{link.code}").status_code == 302 for link in links * 3)

    with ThreadPoolExecutor(READERS) as pool:
        assert list(pool.map(tap, range(READERS))) == [len(links) * 3] * READERS
    assert counted(session) == READERS * len(links) * 3


def test_it_looks_like_the_long_way(client: FlaskClient, links: list[Link]) -> None:
    """A HEAD goes through Flask; status and headers are the same, also behind a TLS proxy."""
    for origin in ("http://localhost", "https://localhost"):
        short = client.get(f"/r/{links[0].code}", base_url=origin)
        long = client.head(f"/r/{links[0].code}", base_url=origin)
        assert short.status_code == long.status_code == 302
        assert {k: v for k, v in short.headers.items() if k not in ITS_OWN} == {
            k: v for k, v in long.headers.items() if k not in ITS_OWN
        }
        assert "default-src 'none'" in short.headers["Content-Security-Policy"]


def test_in_the_readers_language(client: FlaskClient, links: list[Link]) -> None:
    def place(query: str) -> str:
        return client.get(f"/r/{links[0].code}{query}").headers["Location"]

    assert place("?lang=en") == f"{links[0].url}?lang=en"
    assert place("?lang=xx&next=https://evil.example") == links[0].url


@pytest.mark.parametrize("code", ["nosuchcode", "%00", "%ED%A0%80", "a/b", ""])
def test_an_unknown_code_is_a_page_not_found(
    client: FlaskClient, session: Session, links: list[Link], code: str
) -> None:
    assert links
    answer = client.get(f"/r/{code}")
    assert answer.status_code == 404
    assert "見つかりません" in answer.text
    assert counted(session) == 0


def test_nobody_is_sent_on_uncounted_when_the_database_is_away(
    client: FlaskClient, session: Session, links: list[Link], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that says so; the next tap counts again."""

    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    with monkeypatch.context() as broken:
        broken.setattr(redirect, "count_taps", away)
        answer = client.get(f"/r/{links[0].code}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "つながりにくく" in answer.text
    assert client.get(f"/r/{links[0].code}").status_code == 302
    assert counted(session) == 1


def test_it_is_counted_for_operators(client: FlaskClient, links: list[Link]) -> None:
    def answers() -> float:
        text = client.get("/metrics").text
        name = 'notifier_http_requests_total{method="GET",part="public",status="302"} '
        return next((float(row[len(name) :]) for row in text.splitlines() if name in row), 0)

    before = answers()
    client.get(f"/r/{links[0].code}")
    assert answers() == before + 1


def test_a_link_once_looked_up_is_kept_but_never_too_many(
    client: FlaskClient, session: Session, links: list[Link], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redirect, "MOST_KEPT", 1)
    for _ in range(2):
        for link in links:
            assert client.get(f"/r/{link.code}").headers["Location"] == link.url
    assert counted(session) == len(links) * 2


@pytest.mark.usefixtures("channel")
def test_calls_at_the_same_moment_are_judged_each(app: Flask, session: Session, hub: Hub) -> None:
    """Good, forged and nonsensical ones; no table could hold the kind and id of the odd one."""
    odd = body_of(event("o\0dd", type="o\0dd"))
    good = [body_of(event(f"01H{number:023d}")) for number in range(READERS)]
    calls = [(one, SECRET) for one in good] + [(good[0], "forged"), (b"[]", SECRET), (odd, SECRET)]

    def call(signed: tuple[bytes, str]) -> int:
        body, secret = signed
        headers = {"X-Line-Signature": line.sign(body, secret)}
        return (
            app.test_client()
            .post(f"/hooks/line/{hub.slug}", data=body, headers=headers)
            .status_code
        )

    with ThreadPoolExecutor(len(calls)) as pool:
        assert list(pool.map(call, calls)) == [200] * READERS + [401, 400, 200]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxEvent)) == READERS + 1


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("slug", ["nobody", "no%00body", ""])
def test_a_call_for_a_hub_there_is_not(client: FlaskClient, slug: str) -> None:
    body = body_of(event())
    headers = {"X-Line-Signature": line.sign(body, SECRET)}
    assert client.post(f"/hooks/line/{slug}", data=body, headers=headers).status_code == 404


@pytest.mark.kill
@pytest.mark.slow
def test_no_redirect_without_its_count_after_a_kill(
    engine: Engine, session: Session, links: list[Link], unused_port: int
) -> None:
    """SIGKILL between accepting and committing: whoever was sent on stands in the table."""
    running = subprocess.Popen(
        web_process("127.0.0.1", unused_port).command,
        env=os.environ
        | {"NOTIFIER_DATABASE_URL": engine.url.render_as_string(hide_password=False)},
        start_new_session=True,
    )
    sent_on = [0] * READERS
    enough = threading.Event()

    def tap(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", unused_port, timeout=30)
        with suppress(OSError, http.client.HTTPException), closing(connection):  # until it is gone
            while True:
                connection.request("GET", f"/r/{links[number % len(links)].code}")
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 302
                sent_on[number] += 1
                if sum(sent_on) > READERS * 20:
                    enough.set()

    try:
        _wait_for(unused_port)
        with ThreadPoolExecutor(READERS) as pool:
            for number in range(READERS):
                pool.submit(tap, number)
            assert enough.wait(60)
            os.killpg(running.pid, signal.SIGKILL)
    finally:
        running.kill()
        running.wait()
    assert sum(sent_on) <= counted(session) <= sum(sent_on) + READERS


@pytest.fixture
def unused_port() -> int:
    """A port nobody listens on."""
    return free_port()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with (
            suppress(OSError),
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        ):
            connection.request("GET", "/healthz")
            if connection.getresponse().read() == b"ok\n":
                return
        time.sleep(0.1)
    raise TimeoutError("the web process does not answer")


class _Socket(io.BytesIO):
    """A connection that stays open: who reads more than was sent waits for ever."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        assert data or not size, "waits for ever"
        return data


def test_a_call_to_nobody_is_read_once(app: Flask) -> None:
    raw = b'{"events":[]}'
    answer = app.test_client().post(
        "/hooks/line/nobody", input_stream=_Socket(raw), content_length=len(raw)
    )
    assert answer.status_code == 404
