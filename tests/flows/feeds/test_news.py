"""What is new, changed, gone or called off in a feed: on the desk once, and never removed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import editorial, listings
from notifier.audit import Actor
from notifier.editorial import CaseState
from notifier.flows.poll_feeds import poll_feeds
from notifier.hubs import Hub
from notifier.intake import FeedItem, Submission
from notifier.kit import db
from tests.fakes.web_server import Answer, WebServer
from tests.flows.feeds.documents import HOUR, calendar, cases, event, feed, poll, rss


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
