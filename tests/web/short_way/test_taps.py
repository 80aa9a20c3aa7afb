"""Taps by the short way: durable, the same to the reader's eye, and no way around a page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions import Link
from notifier.web.app import create_app
from notifier.web.public import redirect
from notifier.web.short_way import ShortWay
from tests.fakes import rsgi
from tests.web.short_way.asking import READERS, counted, taps

ITS_OWN = {"Content-Type", "Content-Length", "Content-Security-Policy", "Vary"}


def test_taps_at_the_same_moment_all_count(
    front: ShortWay, session: Session, links: list[Link]
) -> None:
    """Each reader is sent to the page of their own link."""
    asked = taps(links, READERS)
    assert set(rsgi.answer(front, *asked)) == {302}
    assert [one.answered["Location"] for one in asked] == [link.url for link in links * READERS]
    assert counted(session) == READERS * len(links)


def test_two_web_processes_raise_the_same_counters(
    app: Flask, engine: Engine, session: Session, links: list[Link]
) -> None:
    """Nothing of what one counts is lost to the other."""
    twin = create_app(settings())
    twin.config.update(ENGINE=engine, TESTING=True)

    def served(one: Flask) -> set[int]:
        front = ShortWay(one)
        return {status for _ in range(9) for status in rsgi.answer(front, *taps(links, READERS))}

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(served, (app, twin))) == [{302}] * 2
    assert counted(session) == 2 * 9 * READERS * len(links)


def test_it_looks_like_the_long_way(
    front: ShortWay, client: FlaskClient, links: list[Link]
) -> None:
    """Flask's view of the same address gives the same status and headers, also by https."""
    path = f"/r/{links[0].code}"
    for scheme in ("http", "https"):
        short = rsgi.get(path)
        short.scheme = scheme
        assert rsgi.answer(front, short) == [302]
        long = client.get(path, base_url=f"{scheme}://localhost")
        assert long.status_code == 302
        assert {k: v for k, v in short.answered.items() if k not in ITS_OWN} == {
            k: v for k, v in long.headers.items() if k not in ITS_OWN
        }
        assert "default-src 'none'" in short.answered["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("said", "trusted", "is_secure"),
    [
        ("https", 1, True),
        ("http, https", 1, True),
        ("https, http", 1, False),
        ("https, http", 2, True),
        ("https", 2, False),
        ("https", 0, False),
    ],
)
def test_behind_a_tls_proxy(
    app: Flask, links: list[Link], said: str, trusted: int, is_secure: bool
) -> None:
    """Only proxies we trust say by which scheme a visitor came."""
    app.config["SETTINGS"] = settings().model_copy(update={"trusted_proxies": trusted})
    tap = rsgi.get(f"/r/{links[0].code}", x_forwarded_proto=said)
    rsgi.answer(ShortWay(app), tap)
    assert ("Strict-Transport-Security" in tap.answered) is is_secure


def test_in_the_readers_language(front: ShortWay, links: list[Link]) -> None:
    def place(query: str) -> str:
        tap = rsgi.get(f"/r/{links[0].code}{query}")
        rsgi.answer(front, tap)
        return tap.answered["Location"]

    assert place("?lang=en") == f"{links[0].url}?lang=en"
    assert place("?lang=xx&next=https://evil.example") == links[0].url
    assert place("?lang=&lang=%ff") == links[0].url


def test_who_only_looks_ahead_is_not_counted(
    front: ShortWay, session: Session, links: list[Link]
) -> None:
    path = f"/r/{links[0].code}"
    ahead = [rsgi.get(path, sec_purpose="prefetch;prerender"), rsgi.get(path, purpose="Prefetch")]
    assert rsgi.answer(front, *ahead) == [302, 302]
    assert counted(session) == 0


@pytest.mark.parametrize("code", ["nosuchcode", "%00", "%ED%A0%80", "a/b", ""])
def test_an_unknown_code_is_a_page_not_found(
    front: ShortWay, session: Session, links: list[Link], code: str
) -> None:
    """And fails nobody who taps at the same moment."""
    lost, tap = rsgi.get(f"/r/{code}"), rsgi.get(f"/r/{links[0].code}")
    assert rsgi.answer(front, lost, tap) == [404, 302]
    assert "見つかりません" in lost.text
    assert counted(session) == 1


def test_nobody_is_sent_on_uncounted_when_the_database_is_away(
    front: ShortWay, session: Session, links: list[Link], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that says so; the next tap counts again."""

    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    first, second, third = taps(links[:1], 3)
    with monkeypatch.context() as broken:
        broken.setattr(redirect, "count_taps", away)
        assert rsgi.answer(front, first, second) == [503, 503]
    assert first.answered["Retry-After"] == second.answered["Retry-After"] == "60"
    assert "つながりにくく" in first.text
    assert rsgi.answer(front, third) == [302]
    assert counted(session) == 1


def test_it_is_counted_for_operators(
    front: ShortWay, client: FlaskClient, links: list[Link]
) -> None:
    def answers() -> float:
        text = client.get("/metrics").text
        name = 'notifier_http_requests_total{method="GET",part="public",status="302"} '
        return next((float(row[len(name) :]) for row in text.splitlines() if name in row), 0)

    before = answers()
    rsgi.answer(front, *taps(links[:1], 1))
    assert answers() == before + 1


def test_a_link_once_looked_up_is_kept_but_never_too_many(
    front: ShortWay, session: Session, links: list[Link], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redirect, "MOST_KEPT", 1)
    for asked in [*taps(links, 2), *taps(links, 1)]:
        assert rsgi.answer(front, asked) == [302]
    assert counted(session) == len(links) * 3
