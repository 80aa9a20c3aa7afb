"""The ward officer's page by its forms alone, and the desk's side of it."""

import re
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, Voice, compose, set_voices
from notifier.hubs import Hub
from tests.conftest import NOW
from tests.editions.conftest import OPEN, SLOT, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def issue(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """December's draft with one item, committed."""
    published(**OPEN, title="<b>公園</b>", occurrences=dates(SLOT.replace(month=12, day=5)))
    made = compose(session, hub, kind="newsletter", on=DECEMBER, by=machine, now=now)
    session.commit()
    return made


@pytest.fixture
def path(client: FlaskClient, sign_in: SignIn, hub: Hub, issue: Edition) -> str:
    """The path of a fresh link, the editor signed out again."""
    sign_in(client, "editor", hub)
    where = f"/desk/newsletter/{issue.id}/review"
    answer = client.post(where, data={"label": "区の課", "days": "14"})
    found = re.search(r"https?://[^/<]+(/review/[\w-]+)", answer.text)
    assert found
    assert found[1] not in client.get(where).text, "shown once"
    client.delete_cookie("notifier_session")
    return found[1]


def test_the_page_is_readable_and_private(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "通信 2026年12月号の確認" in answer.text
    assert "<b>公園" not in answer.text
    assert "5日(土) 10:00" in answer.text
    for name, value in (
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("Cache-Control", "no-store"),
    ):
        assert answer.headers[name] == value
    assert client.get(f"{path}/pdf").data.startswith(b"%PDF")
    assert client.get(f"{path}/txt").headers["Cache-Control"] == "no-store"
    assert client.get(f"{path}/docx").status_code == 404
    assert client.get("/review/unknown").status_code == 410
    assert "desk" not in re.findall(r'href="/(\w+)', answer.text)


def test_opening_the_page_is_no_look(client: FlaskClient, path: str) -> None:
    for _ in range(2):
        assert "はじめてご覧になります" in client.get(path).text
    client.post(f"{path}/looked")
    assert "変わったところはありません" in client.get(path).text


def test_comment_answer_approve(
    client: FlaskClient, sign_in: SignIn, hub: Hub, path: str, issue: Edition
) -> None:
    listing = issue.items[0].listing_id
    words = {"words": "<i>対象</i>は?", "listing": listing}
    assert client.post(f"{path}/comments", data=words).status_code == 302
    refused = client.post(f"{path}/comments", data={"words": "あ" * 1_001, "listing": listing})
    assert refused.status_code == 422
    assert "あ" * 1_001 in refused.text, "what was typed stays"
    assert client.post(f"{path}/comments", data={"words": "x", "listing": 99}).status_code == 404
    page = client.get(path).text
    assert "<i>対象" not in page
    content = re.search(r'name="content" value="(\w+)"', page)
    assert content
    refused = client.post(f"{path}/approve", data={"name": "係長", "content": "1"})
    assert refused.status_code == 409
    assert 'value="係長"' in refused.text
    assert client.post(f"{path}/approve", data={"content": content[1]}).status_code == 422
    answer = client.post(
        f"{path}/approve", data={"name": "係長", "content": content[1]}, follow_redirects=True
    )
    assert "係長が承認しました" in answer.text
    sign_in(client, "editor", hub)
    desk = client.get(f"/desk/newsletter/{issue.id}").text
    assert "まだ答えていないコメントが1件あります" in desk
    assert "&lt;i&gt;対象" in desk
    where = f"/desk/newsletter/{issue.id}/review"
    page = client.get(where).text
    assert "係長（いまの内容のとおり）" in page
    comment = re.search(rf"{where}/comments/(\d+)", page)
    assert comment
    client.post(f"{where}/comments/{comment[1]}", data={"answer": "0歳からです"})
    assert "まだ答えていない" not in client.get(f"/desk/newsletter/{issue.id}").text
    assert "0歳からです" in client.get(path).text


def test_what_was_done_is_said_where_it_was_done(
    client: FlaskClient, path: str, issue: Edition
) -> None:
    """The page is long: a sentence at its head would not be seen from the place one comes back to."""
    listing = issue.items[0].listing_id
    content = re.search(r'name="content" value="(\w+)"', client.get(path).text)
    assert content
    for deed, data, place, said in (
        ("comments", {"words": "一行目\n二行目", "listing": listing}, f"item-{listing}", "コメントを送りました"),
        ("comments", {"words": "よい"}, "whole", "コメントを送りました"),
        ("looked", {}, "look", "ここまで見たことを記録しました"),
        ("approve", {"name": "係長", "content": content[1]}, "approve", "承認を記録しました"),
    ):  # fmt: skip
        answer = client.post(f"{path}/{deed}", data=data)
        assert answer.location.endswith(f"#{place}")
        page = client.get(path).text
        assert page.count(said) == 1
        assert page.index(f'id="{place}"') < page.index(said)
        assert said not in client.get(path).text, "once"
    assert '<p class="as-written">一行目\n二行目</p>' in page


def test_what_could_not_be_done_is_said_beside_its_box(
    client: FlaskClient, path: str, issue: Edition
) -> None:
    listing = issue.items[0].listing_id
    page = client.post(f"{path}/comments", data={"words": " ", "listing": listing}).text
    box = re.search(r"<textarea[^>]*autofocus[^>]*>", page)
    assert box
    assert 'aria-invalid="true"' in box[0]
    assert f'id="words-{listing}"' in box[0]
    assert f'aria-describedby="wrong-{listing}"' in box[0]
    assert re.search(rf'id="wrong-{listing}">.*コメントを書いてから', page)
    content = re.search(r'name="content" value="(\w+)"', page)
    assert content
    page = client.post(f"{path}/approve", data={"name": "", "content": content[1]}).text
    assert re.search(r'<input id="name"[^>]*aria-describedby="wrong-name" autofocus>', page)
    assert re.search(r'id="wrong-name">.*確認した方の所属', page)
    moved = client.post(f"{path}/approve", data={"name": "係長", "content": "1"}).text
    assert "autofocus" not in moved, "what changed is read first, at the head"


def test_voices_added_after_an_approval_are_seen(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, issue: Edition, path: str
) -> None:
    content = re.search(r'name="content" value="(\w+)"', client.get(path).text)
    assert content
    client.post(f"{path}/looked")
    client.post(f"{path}/approve", data={"name": "係長", "content": content[1]})
    session.rollback()
    set_voices(
        session,
        issue,
        [Voice("段差がこわい", "板を置きました")],
        by=Actor("staff", "編集A", "1"),
        now=NOW,
    )
    session.commit()
    page = client.get(path).text
    assert '<a href="#voices">「みなさんの声から」が変わりました。</a>' in page
    heading = page.index('<h2 id="voices">')
    assert "前に見たときから変わりました。" in page[heading : page.index("段差がこわい")]
    assert "板を置きました" in page
    sign_in(client, "editor", hub)
    assert "そのあと内容が変わっています" in client.get(f"/desk/newsletter/{issue.id}").text


def test_a_stopped_link_opens_nothing(
    client: FlaskClient, sign_in: SignIn, hub: Hub, path: str, issue: Edition
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/newsletter/{issue.id}/review"
    link = re.search(rf"{where}/(\d+)/revoke", client.get(where).text)
    assert link
    assert "止めました" in client.post(f"{where}/{link[1]}/revoke", follow_redirects=True).text
    for deed in ("", "/pdf"):
        answer = client.get(path + deed)
        assert answer.status_code == 410
        assert answer.headers["Cache-Control"] == "no-store"
    for deed in ("comments", "looked", "approve"):
        assert client.post(f"{path}/{deed}", data={"words": "x"}).status_code == 410


def test_bad_links_are_not_made(
    client: FlaskClient, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/newsletter/{issue.id}/review"
    answer = client.post(where, data={"label": "区の課", "days": "400"})
    assert answer.status_code == 422
    assert "60日" in answer.text
    sign_in(client, "volunteer", hub)
    assert client.get(where).status_code == 403
