"""Feeds and calendars are asked for news politely, and no failure harms another."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import intake
from notifier.audit import Actor
from notifier.flows.poll_feeds import poll_feeds
from notifier.flows.tick import tick
from notifier.hubs import Hub
from notifier.kit import db
from tests.fakes.web_server import Answer, WebServer
from tests.flows.feeds.documents import HOUR, cases, feed, poll, rss


def test_asking_is_polite(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/a"] = rss(("一", "http://x.example.jp/1", ""))
    server.answers["/a"].headers = {
        "ETag": '"v1"',
        "Last-Modified": "Fri, 20 Nov 2026 00:00:00 GMT",
    }
    feed_id = add("/a")
    poll(server, now)
    poll(server, now + HOUR)
    assert server.asked[1][1]["If-None-Match"] == '"v1"'
    assert server.asked[1][1]["If-Modified-Since"] == "Fri, 20 Nov 2026 00:00:00 GMT"
    found = feed(session, feed_id)
    assert (found.etag, found.failures, found.last_error) == ('"v1"', 0, "")
    assert found.last_polled_at == now + HOUR


def test_failures_back_off_and_are_told_in_a_sentence(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/gone"] = Answer(status=500)
    feed_id = add("/gone")
    at, waits = now, []
    for _ in range(7):
        assert poll(server, at)[0].error
        found = feed(session, feed_id)
        waits.append((found.next_poll_at - at) // HOUR)
        at = found.next_poll_at
    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert found.last_error == "配信元のサーバーが応えませんでした（番号 500）。"
    server.answers["/gone"] = rss(("一", "http://x.example.jp/1", ""))
    assert poll(server, at)[0].error == ""
    found = feed(session, feed_id)
    assert (found.failures, found.last_error, found.next_poll_at) == (0, "", at + HOUR)


def test_bad_feeds_are_sentences_and_harm_nobody(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers |= {
        "/html": Answer(b"<html><body><h1>hello</h1><p>no feed</p></body></html>"),
        "/inward": Answer(status=302, headers={"Location": "http://169.254.169.254/latest"}),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/huge": Answer(b"<rss>", stream=200_000_000),
        "/notcal": Answer(b"<html>"),
        "/path": Answer(b"pyproject.toml"),
        "/good": rss(("よい知らせ", "http://x.example.jp/1", "")),
    }
    ids = {path: add(path, "ical" if path == "/notcal" else "rss") for path in server.answers}
    poll(server, now)
    said = {path: feed(session, feed_id).last_error for path, feed_id in ids.items()}
    for path, sentence in said.items():
        print(path, sentence or "(well)")
    assert "RSSやAtomの形ではありません" in said["/html"]
    assert "このアドレスは読みこめません" in said["/inward"]
    assert "公開用のアドレス" in said["/inward"], "what to do next"
    assert "転送が多すぎる" in said["/loop"]
    assert "大きすぎる" in said["/huge"]
    assert server.sent < 30_000_000  # hung up early
    assert "カレンダー（iCalendar）の形ではありません" in said["/notcal"]
    assert "RSSやAtomの形ではありません" in said["/path"]  # a text is never taken for a file's name
    assert said["/good"] == ""
    assert [case.draft.title for case in cases(session)] == ["よい知らせ"]


def test_ten_thousand_items_give_five_hundred_and_a_sentence(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    many = rss(*((f"知らせ{n}", f"http://x.example.jp/{n}", "") for n in range(10_000)))
    server.answers["/many"] = many
    feed_id = add("/many")
    assert poll(server, now)[0].new == 500
    assert "10,000件あります" in feed(session, feed_id).remark
    assert "先頭の500件だけ" in feed(session, feed_id).remark


def test_a_paused_feed_is_left_alone_and_the_tick_polls_the_others(
    hub: Hub, server: WebServer, add: Callable[..., int], editor: Actor, now: datetime
) -> None:
    server.answers["/a"] = rss(("一", "http://x.example.jp/1", ""))
    feed_id = add("/a")
    with db.writing() as session:
        found = intake.find_feed(session, hub.id, feed_id)
        intake.switch_feed(session, found, on=False, by=editor, now=now)
        with pytest.raises(intake.FeedPausedError):
            intake.ask_poll(session, found, by=editor, now=now)
    assert poll(server, now) == []
    assert tick(now_fn=lambda: now).done["feeds"] == 0
    with db.writing() as session:
        found = intake.find_feed(session, hub.id, feed_id)
        intake.switch_feed(session, found, on=True, by=editor, now=now)
    assert tick(now_fn=lambda: now).done["feeds"] == 1
    with db.reading() as session:  # the tick has no seam: loopback is refused
        assert "読みこめません" in intake.find_feed(session, hub.id, feed_id).last_error


def test_of_two_pollers_one_goes(add: Callable[..., int], now: datetime) -> None:
    feed_id = add("/a")
    with db.writing() as session:
        assert intake.claim_feed(session, feed_id, now=now) is not None
    with db.writing() as session:
        assert intake.claim_feed(session, feed_id, now=now) is None


def test_nothing_is_open_during_the_call(
    server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/a"] = rss(("一", "http://x.example.jp/1", ""))
    add("/a")

    def fetch(url: str, **options: object) -> object:
        with db.writing():  # would wait for twenty seconds and fail, were one open
            pass
        return server.fetch(url, **options)

    assert poll_feeds(now_fn=lambda: now, fetch=fetch)[0].new == 1  # type: ignore[arg-type]
