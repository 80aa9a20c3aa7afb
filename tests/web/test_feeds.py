"""「配信元」: added, read at once, paused; what fails says so, and volunteers stay outside."""

import socket
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import intake
from notifier.audit import Actor
from notifier.flows.poll_feeds import poll_feeds
from notifier.hubs import Hub
from notifier.intake import Feed, FeedItem
from tests.web.conftest import SignIn

EDITOR = Actor("staff", "編集担当A", "1")
URL = "https://library.example.jp/cal.ics"


NAMES = {"library.example.jp": "8.8.8.8", "inside.example.jp": "10.0.0.7"}


@pytest.fixture(autouse=True)
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked up here; what is no name goes the usual way."""
    find = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **how: Any) -> Any:
        if host.endswith(".example.jp") and host not in NAMES:
            raise OSError("no such name")
        return find(NAMES.get(host, host), *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def feeds(session: Session, hub: Hub) -> list[Feed]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Feed).where(Feed.hub_id == hub.id)))


def test_add_poll_pause_resume(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    typed = {"url": "webcal://library.example.jp/cal.ics", "kind": "ical", "key": "library"}
    assert client.post("/desk/feeds", data=typed).status_code == 302
    (feed,) = feeds(session, hub)
    assert (feed.url, feed.kind, feed.key, feed.next_poll_at) == (URL, "ical", "library", now)
    page = client.get("/desk/feeds").text
    assert "まだ読みこんでいません" in page
    assert URL in page
    client.post(f"/desk/feeds/{feed.id}/switch", data={"on": "0"})
    assert not feeds(session, hub)[0].is_active
    assert client.post(f"/desk/feeds/{feed.id}/poll").status_code == 409
    client.post(f"/desk/feeds/{feed.id}/switch", data={"on": "1"})
    assert feeds(session, hub)[0].is_active
    assert client.post(f"/desk/feeds/{feed.id}/poll").status_code == 302


def test_what_cannot_be_taken_is_said_beside_its_box(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    for url in (
        "",
        "ftp://x.example.jp/a",
        "file:///etc/passwd",
        "http://me:pw@x.example.jp/",
        "x",
    ):
        answer = client.post("/desk/feeds", data={"url": url, "kind": "rss"})
        assert answer.status_code == 422, url
        assert "http:// または https:// で始まるアドレス" in answer.text
    wrong = client.post("/desk/feeds", data={"url": URL, "kind": "pdf", "key": "x"})
    assert "種類を選んでください" in wrong.text
    assert URL in wrong.text  # what was typed stays
    client.post("/desk/feeds", data={"url": URL, "kind": "ical"})
    again = client.post("/desk/feeds", data={"url": URL, "kind": "ical"})
    assert again.status_code == 422
    assert "もう登録されています" in again.text
    assert len(feeds(session, hub)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/feed.xml",
        "http://localhost:8000/feed.xml",
        "https://192.168.1.10/cal.ics",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "webcal://10.0.0.1/cal.ics",
        "https://inside.example.jp/rss",
    ],
)
def test_an_address_inside_is_refused_at_once_and_what_was_typed_stays(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, url: str
) -> None:
    sign_in(client, "editor", hub)
    answer = client.post("/desk/feeds", data={"url": url, "kind": "rss"})
    assert answer.status_code == 422
    assert "だれでも見られるインターネットのアドレスではない" in answer.text
    assert f'value="{url}"' in answer.text
    assert feeds(session, hub) == []


def test_a_name_nobody_finds_now_is_taken_and_looked_up_again_when_it_is_read(
    client: FlaskClient,
    sign_in: SignIn,
    session: Session,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "editor", hub)
    typed = {"url": "https://later.example.jp/cal.ics", "kind": "ical"}
    assert client.post("/desk/feeds", data=typed).status_code == 302
    (feed,) = feeds(session, hub)
    monkeypatch.setitem(NAMES, "later.example.jp", "10.0.0.1")
    (report,) = poll_feeds(feed_ids=[feed.id])
    assert "だれでも見られるインターネットのアドレスではない" in report.error


def test_a_failing_feed_stands_first_and_on_the_first_page(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    for number in (1, 2):
        feed = intake.add_feed(
            session, hub, url=f"https://x.example.jp/{number}", kind="rss", by=EDITOR, now=now
        )
    claimed = intake.claim_feed(session, feed.id, now=now)
    assert claimed is not None
    for _ in range(2):
        outcome = intake.PollOutcome(error="アドレスが見つかりません。")
        intake.record_poll(session, claimed, outcome, now=now)
    session.commit()
    page = client.get("/desk/feeds").text
    assert page.index("https://x.example.jp/2") < page.index("https://x.example.jp/1")
    assert "アドレスが見つかりません。</strong>（続けて2回）" in page
    assert "読みこめない配信元" in client.get("/desk/").text


def test_a_mistyped_feed_is_removed_and_one_that_brought_something_is_not(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    feed = intake.add_feed(session, hub, url=URL, kind="ical", by=EDITOR, now=now)
    claimed = intake.claim_feed(session, feed.id, now=now)
    assert claimed is not None
    item = FeedItem(
        hub_id=hub.id,
        feed_id=feed.id,
        external_id="a",
        content_hash="h",
        title="会",
        first_seen_at=now,
        last_seen_at=now,
    )
    session.add(item)
    session.commit()
    path = f"/desk/feeds/{feed.id}/remove"
    assert path not in client.get("/desk/feeds").text
    refused = client.post(path)
    assert refused.status_code == 409
    assert "読みこみを止めてください" in refused.text
    session.delete(item)
    session.commit()
    assert path in client.get("/desk/feeds").text
    assert "を消しました" in client.post(path, follow_redirects=True).text
    assert feeds(session, hub) == []
    outcome = intake.PollOutcome(title="会")
    intake.record_poll(session, claimed, outcome, now=now)  # it was being read meanwhile
    assert client.post("/desk/feeds", data={"url": URL, "kind": "ical"}).status_code == 302


def test_volunteers_stay_outside(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/feeds").status_code == 403
    assert client.post("/desk/feeds", data={"url": URL, "kind": "ical"}).status_code == 403


def test_hostile_titles_are_letters(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    feed = intake.add_feed(session, hub, url=URL, kind="ical", by=EDITOR, now=now)
    claimed = intake.claim_feed(session, feed.id, now=now)
    assert claimed is not None
    hostile = intake.PollOutcome(title="<script>alert(1)</script>", remark="<img src=x onerror=y>")
    intake.record_poll(session, claimed, hostile, now=now)
    session.commit()
    page = client.get("/desk/feeds").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in page
