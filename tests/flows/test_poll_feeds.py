"""Feeds and calendars are asked for news: once each, politely, and no failure harms another."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier import editorial, intake, listings
from notifier.audit import Actor
from notifier.editorial import Case, CaseState
from notifier.flows.poll_feeds import PollReport, poll_feeds
from notifier.flows.tick import tick
from notifier.hubs import Hub
from notifier.intake import Feed, FeedItem, Submission
from notifier.kit import db
from tests.fakes.web_server import Answer, WebServer, web_server

HOUR = timedelta(hours=1)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>区の新着</title>{}</channel></rss>"""
ITEM = "<item><title>{}</title><link>{}</link><description>{}</description></item>"
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//JA\r
X-WR-CALNAME:図書館の予定\r
{}END:VCALENDAR\r
"""
EVENT = """BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20261101T000000Z\r
SUMMARY:{title}\r
DTSTART;TZID=Asia/Tokyo:202611{day:02}T100000\r
DTEND;TZID=Asia/Tokyo:202611{day:02}T113000\r
LOCATION:西図書館\r
{more}END:VEVENT\r
"""


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session beside the poller's own."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def hub(hub: Hub, session: Session) -> Hub:
    """The hub, committed."""
    session.commit()
    return hub


@pytest.fixture
def server() -> Iterator[WebServer]:
    """The sender's web server."""
    with web_server() as running:
        yield running


@pytest.fixture
def add(hub: Hub, server: WebServer, editor: Actor, now: datetime) -> Callable[..., int]:
    """``add(path, kind)``: a feed on the server; its id."""

    def make(path: str, kind: str = "rss", **facts: object) -> int:
        with db.writing() as session:
            feed = intake.add_feed(
                session, hub, url=server.origin + path, kind=kind, by=editor, now=now, **facts
            )
        return feed.id

    return make


def rss(*items: tuple[str, str, str]) -> Answer:
    return Answer(RSS.format("".join(ITEM.format(*item) for item in items)).encode())


def event(uid: str, title: str, day: int, more: str = "") -> str:
    return EVENT.format(uid=uid, title=title, day=day, more=more)


def calendar(*events: str) -> Answer:
    return Answer(CALENDAR.format("".join(events)).encode())


def poll(server: WebServer, at: datetime) -> list[PollReport]:
    return poll_feeds(now_fn=lambda: at, fetch=server.fetch, limit=50)


def cases(session: Session) -> list[Case]:
    session.rollback()
    return list(session.scalars(select(Case).order_by(Case.id)))


def feed(session: Session, feed_id: int) -> Feed:
    session.rollback()
    session.expire_all()
    return session.get_one(Feed, feed_id)


def test_new_items_stand_on_the_desk_once(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/a"] = rss(("健診の日", "http://x.example.jp/1", "<b>乳児</b>健診"))
    feed_id = add("/a")
    assert poll(server, now)[0].new == 1
    assert poll(server, now) == []  # not due before an hour is over
    server.answers["/a"] = rss(
        ("離乳食講座", "http://x.example.jp/1", ""),  # the same page stands behind both
        ("健診の日", "http://x.example.jp/1", "<b>乳児</b>健診"),
    )
    assert poll(server, now + HOUR)[0].new == 1
    assert poll(server, now + 2 * HOUR)[0].new == 0
    found = cases(session)
    assert [case.draft.title for case in found] == ["健診の日", "離乳食講座"]
    assert found[0].draft.body == "乳児健診"
    assert found[0].draft.kind == "information"
    assert feed(session, feed_id).title == "区の新着"


def test_a_changed_item_is_a_revision_case(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/c"] = calendar(event("1@x", "おはなし会", 28))
    add("/c", "ical")
    poll(server, now)
    server.answers["/c"] = calendar(event("1@x", "おはなし会", 29))
    report = poll(server, now + HOUR)[0]
    assert (report.new, report.changed) == (0, 1)
    first, second = cases(session)
    assert first.state is CaseState.MERGED
    assert first.merged_into_id == second.id
    assert second.draft.occurrences[0].starts_at == datetime(2026, 11, 29, 1, 0, tzinfo=UTC)


def test_what_vanished_from_a_calendar_is_asked_never_removed(
    session: Session, hub: Hub, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    both = (event("1@x", "おはなし会", 28), event("2@x", "工作の日", 29))
    server.answers["/c"] = calendar(*both)
    add("/c", "ical")
    poll(server, now)
    publisher = Actor("staff", "発行責任者A", "2")
    with db.writing() as writer:
        case = editorial.find_case(writer, hub.id, cases(session)[0].id)
        published = editorial.approve(writer, case, version=1, by=publisher, now=now)
    server.answers["/c"] = calendar(both[1])
    assert poll(server, now + HOUR)[0].vanished == 1
    assert poll(server, now + 2 * HOUR)[0].vanished == 0
    asked = cases(session)[-1]
    assert asked.state is CaseState.WAITING
    assert asked.corrects_listing_id == published.id
    with db.reading() as reader:
        case = editorial.find_case(reader, hub.id, asked.id)
        sentences = [check.message for check in editorial.check(reader, case, now=now)]
    assert any("カレンダー「図書館の予定」からなくなりました" in line for line in sentences)
    with db.reading() as reader:
        kept = listings.find_listing(reader, hub.id, published.id)
        assert kept.status is listings.ListingStatus.PUBLISHED
    server.answers["/c"] = calendar(*both)  # it is back: the question goes, the item stands
    assert poll(server, now + 3 * HOUR)[0].changed == 1
    back = cases(session)[-1]
    assert asked.id != back.id
    assert back.draft.questions == ()


def test_a_cancelled_event_is_asked_about(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/c"] = calendar(event("1@x", "おはなし会", 28))
    add("/c", "ical")
    poll(server, now)
    off = event("1@x", "おはなし会", 28, "STATUS:CANCELLED\r\n")
    server.answers["/c"] = calendar(off, event("9@x", "知らない会", 28, "STATUS:CANCELLED\r\n"))
    report = poll(server, now + HOUR)[0]
    assert (report.new, report.vanished) == (0, 1)
    assert "中止になりました" in cases(session)[-1].draft.questions[0].message
    assert poll(server, now + 2 * HOUR)[0].vanished == 0


def test_a_calendar_that_is_suddenly_empty_is_not_believed(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/c"] = calendar(*(event(f"{n}@x", f"予定{n}", 28) for n in range(12)))
    feed_id = add("/c", "ical")
    poll(server, now)
    server.answers["/c"] = calendar()
    poll(server, now + HOUR)
    assert len(cases(session)) == 12
    assert "いちどにすべてなくなりました" in feed(session, feed_id).remark


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


@pytest.mark.real
def test_each_item_of_the_government_feed_exactly_once(
    session: Session,
    server: WebServer,
    add: Callable[..., int],
    real_inputs: Path,
    now: datetime,
) -> None:
    """25 daily snapshots, no ids, pages shared by items: told by link and title from outside."""
    files = sorted((real_inputs / "feeds" / "gov-online-daily").glob("*.rss"))
    assert len(files) == 25
    feed_id = add("/gov")
    wanted: set[tuple[str, str]] = set()
    at = now
    for file in files:
        server.answers["/gov"] = Answer(file.read_bytes())
        before = len(wanted)
        wanted |= _pairs(file.read_text("utf-8"))
        report = poll_feeds(now_fn=lambda at=at: at, fetch=server.fetch)[0]  # type: ignore[misc]
        assert report.error == ""
        assert report.new == len(wanted) - before, file.name
        assert report.changed == report.vanished == 0
        at += HOUR
    session.rollback()
    stored = session.scalars(select(Submission)).all()
    assert len(session.scalars(select(FeedItem).where(FeedItem.feed_id == feed_id)).all()) == len(
        wanted
    )
    assert len(stored) == len({s.external_id for s in stored}) == len(wanted) == len(cases(session))
    print(f"25 snapshots: {len(wanted)} different items, {len(stored)} cases, 0 twice, 0 missed")


def _pairs(words: str) -> set[tuple[str, str]]:
    """(link, title) of each item, read with nothing but a pattern."""
    import html
    import re

    return {
        tuple(
            " ".join(html.unescape(re.search(rf"<{tag}>(.*?)</{tag}>", item, re.S)[1]).split())  # type: ignore[index]
            for tag in ("link", "title")
        )
        for item in re.findall(r"<item>(.*?)</item>", words, re.S)
    }  # type: ignore[return-value]
