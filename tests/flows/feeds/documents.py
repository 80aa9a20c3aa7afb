"""What senders publish, and what became of it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial import Case
from notifier.flows.poll_feeds import PollReport, poll_feeds
from notifier.intake import Feed
from tests.fakes.web_server import Answer, WebServer

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
