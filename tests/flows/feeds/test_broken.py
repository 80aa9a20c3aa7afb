"""Documents that are broken, or meant to break us: what staff read, and that nobody else is harmed."""

import gzip
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial import Case
from notifier.flows.poll_feeds import poll_feeds
from notifier.intake import Feed
from tests.fakes.web_server import Answer, WebServer

ITEM = "<item><title>{}</title><link>http://x.example.jp/{}</link></item>"
RSS = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>区の新着</title>{}</channel></rss>'
THREE = "".join(ITEM.format(title, n) for n, title in enumerate(("おはなし会", "体操", "相談")))
WHOLE = RSS.format("UTF-8", THREE).encode()
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE r [<!ENTITY e0 "lol">{LAUGHS}]>{RSS.partition("?>")[2].format(ITEM.format("&e9;", 1))}'
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:会{0}\r\nDTSTART;TZID=Asia/Tokyo:202611{1}T100000\r\nEND:VEVENT\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n".format(
    "".join(EVENT.format(n, 23 + n) for n in range(4))
).encode()
GZIP = {"Content-Encoding": "gzip"}


def packed(data: bytes, times: int = 1) -> bytes:
    """``data`` packed ``times`` over."""
    return packed(gzip.compress(data, 9), times - 1) if times else data


# {path: (what comes, the sentence, how many items are taken in all the same)}
BROKEN: dict[str, tuple[Answer, str, int]] = {
    "/cut": (Answer(WHOLE[: WHOLE.index("相談".encode()) + 4]), "読めた2件だけを取りこみます", 2),
    "/cut-at-once": (Answer(WHOLE[:60]), "途中で切れていて、1件も読めませんでした", 0),
    "/wrong-charset": (Answer(RSS.format("UTF-8", THREE).encode("cp932")), "", 3),
    "/no-letters": (
        Answer(b"<rss version='2.0'><channel><title>" + bytes(range(0x80, 0x100)) * 9),
        "文字の種類（文字コード）がわからない",
        0,
    ),
    "/page": (
        Answer(
            b"<!doctype html><html><title>x</title><p>page", headers={"Content-Type": "text/html"}
        ),
        "RSSやAtomの形ではありません",
        0,
    ),
    "/photo": (
        Answer(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 99),
        "RSSやAtomの形ではありません",
        0,
    ),
    "/empty": (Answer(b""), "RSSやAtomの形ではありません", 0),
    "/bomb": (Answer(BOMB.encode()), "", 1),
    "/loose": (
        Answer(WHOLE.replace(b"<link>", b"<link>&", 1).replace(b"</link>", b"", 1)),
        "正しくないところがあります",
        3,
    ),
    "/long": (Answer(b"<rss>", stream=20_000_000), "ファイルが大きすぎる", 0),
    "/packed": (Answer(packed(WHOLE), headers=GZIP), "", 3),
    "/gzip-bomb": (Answer(packed(bytes(200_000_000)), headers=GZIP), "ファイルが大きすぎる", 0),
    "/twice-packed": (
        Answer(packed(bytes(50_000_000), 2), headers={"Content-Encoding": "gzip, gzip"}),
        "圧縮のしかたが特別",
        0,
    ),
    "/not-packed": (Answer(WHOLE, headers=GZIP), "ページを読みこめませんでした", 0),
}


def titles(session: Session) -> list[str]:
    session.rollback()
    return [case.draft.title for case in session.scalars(select(Case).order_by(Case.id))]


@pytest.mark.parametrize("path", BROKEN)
def test_what_comes_broken_is_a_sentence_and_nothing_half_is_taken(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime, path: str
) -> None:
    answer, sentence, taken = BROKEN[path]
    server.answers |= {
        path: answer,
        "/good": Answer(RSS.format("UTF-8", ITEM.format("よい", 9)).encode()),
    }
    feed_id, good = add(path), add("/good")
    begun = time.process_time()
    poll_feeds(now_fn=lambda: now, fetch=server.fetch, limit=50)
    assert time.process_time() - begun < 20
    session.rollback()
    found = session.get_one(Feed, feed_id)
    assert sentence in f"{found.last_error}\n{found.remark}"
    assert bool(found.last_error) == (taken == 0)
    assert session.get_one(Feed, good).last_error == ""
    got = titles(session)
    assert len(got) == taken + 1
    if taken > 1:
        assert got[:taken] == ["おはなし会", "体操", "相談"][:taken]


def test_what_was_cut_comes_whole_the_next_time_and_once(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/cut"] = BROKEN["/cut"][0]
    feed_id = add("/cut")
    poll_feeds(now_fn=lambda: now, fetch=server.fetch)
    server.answers["/cut"] = Answer(WHOLE)
    poll_feeds(now_fn=lambda: now + timedelta(hours=2), fetch=server.fetch)
    assert titles(session) == ["おはなし会", "体操", "相談"]
    assert session.get_one(Feed, feed_id).remark == ""


def test_of_a_calendar_that_was_cut_nothing_looks_called_off(
    session: Session, server: WebServer, add: Callable[..., int], now: datetime
) -> None:
    server.answers["/cal"] = Answer(CALENDAR)
    feed_id = add("/cal", "ical")
    poll_feeds(now_fn=lambda: now, fetch=server.fetch)
    assert titles(session) == ["会0", "会1", "会2", "会3"]
    for end in (CALENDAR.index(b"UID:3"), CALENDAR.index(b"BEGIN:VEVENT", 200), len(CALENDAR) - 6):
        server.answers["/cal"] = Answer(CALENDAR[:end])
        poll_feeds(now_fn=lambda: now + timedelta(days=1), fetch=server.fetch, feed_ids=[feed_id])
        session.rollback()
        session.expire_all()
        assert "カレンダーが途中で切れている" in session.get_one(Feed, feed_id).last_error
    assert titles(session) == ["会0", "会1", "会2", "会3"]
