"""「掲示の紙」 by its forms alone: draft, files, final sheets, old sheets; nothing of the neighbour."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, compose, editions
from notifier.hubs import Hub, set_districts
from notifier.listings import Listing
from tests.conftest import NOW
from tests.editions.conftest import OPEN, SLOT, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

TODAY = date(2026, 11, 20)


@pytest.fixture
def listing(
    session: Session, hub: Hub, published: Listings, editor: Actor, now: datetime
) -> Listing:
    """One item of a district, with a hostile title, committed."""
    set_districts(session, hub, [("d1", "第一地区")], by=editor, now=now)
    published(**OPEN, title="みんなの会", occurrences=dates(SLOT + timedelta(days=2)))
    made = published(
        **OPEN | {"district_keys": ("d1",)}, title="<b>公園</b>", occurrences=dates(SLOT)
    )
    session.commit()
    return made


def newest(session: Session, hub: Hub) -> Edition:
    session.rollback()
    session.expire_all()
    return editions(session, hub.id, kind="board")[0]


def test_a_draft_is_made_thinned_out_and_made_final(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, listing: Listing
) -> None:
    sign_in(client, "publisher", hub)
    assert "まだ一度も確定していません" in client.get("/desk/board").text
    text = client.post("/desk/board", follow_redirects=True).text
    assert "下書きを作りました（2件）" in text
    assert "<b>公園" not in text
    made = newest(session, hub)
    where = f"/desk/board/{made.id}"
    assert client.post(f"{where}/items/{listing.id}/drop", data={"version": 99}).status_code == 409
    assert client.post(f"{where}/items/{listing.id}/eat", data={"version": 1}).status_code == 400
    client.post(f"{where}/items/{listing.id}/drop", data={"version": made.version})
    assert "（外しました）" in client.get("/desk/board").text
    made = newest(session, hub)
    client.post(f"{where}/items/{listing.id}/restore", data={"version": made.version})
    assert client.post(f"{where}/approve", data={"version": 1}).status_code == 409
    version = newest(session, hub).version
    text = client.post(f"{where}/approve", data={"version": version}, follow_redirects=True).text
    assert "印刷した内容は、いまも正しいです。" in text
    assert "第一地区（2件）" in text
    for name, start in (("pdf", b"%PDF"), ("a3.pdf", b"%PDF"), ("txt", b"\xef\xbb\xbf")):
        answer = client.get(f"{where}/{name}")
        assert answer.data.startswith(start)
        assert f"board-2026-11-20.{name}" in answer.headers["Content-Disposition"]
    assert client.get(f"{where}/docx").status_code == 404
    assert client.get(f"/desk/editions/{made.id}").location == "/desk/board"
    assert client.get(f"/desk/newsletter/{made.id}").status_code == 404


def test_a_cancellation_names_the_sheets_and_one_press_prints_anew(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, listing: Listing
) -> None:
    sign_in(client, "publisher", hub)
    client.post("/desk/board/reprint")
    where = f"/desk/listings/{listing.id}/cancel"
    assert "掲示の紙にものっています：第一地区" in client.get(where).text
    text = client.post(where, data={"reason": "荒天のため"}, follow_redirects=True).text
    assert "掲示の紙（第一地区）は古くなりました" in text
    text = client.get("/desk/board").text
    assert "この紙は古くなりました。刷り直してください（1まい：第一地区）" in text
    assert "この紙は古くなりました。刷り直してください：第一地区" in client.get("/desk/").text
    text = client.post("/desk/board/reprint", follow_redirects=True).text
    assert "印刷した内容は、いまも正しいです。" in text
    assert "掲示の紙を開く" not in client.get("/desk/").text


def test_nothing_left_to_hang_is_said(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, editor: Actor, now: datetime
) -> None:
    sign_in(client, "publisher", hub)
    answer = client.post("/desk/board/reprint")
    assert answer.status_code == 422
    assert "のせる項目が1件もありません" in answer.text
    assert editions(session, hub.id, kind="board") == []


def test_roles(client: FlaskClient, sign_in: SignIn, hub: Hub, listing: Listing) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/board").status_code == 403
    sign_in(client, "editor", hub)
    assert "いまの内容で確定する" not in client.get("/desk/board").text
    assert client.post("/desk/board/reprint").status_code == 403


def test_a_special_issue_tells_what_has_no_date(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    published: Listings,
    editor: Actor,
) -> None:
    published(**OPEN, title="みんなの会", occurrences=dates(SLOT))
    published(**OPEN, kind="information", title="相談の窓口", occurrences=())
    session.commit()
    sign_in(client, "editor", hub)
    text = client.post(
        "/desk/newsletter/special", data={"on": "2026-12-01"}, follow_redirects=True
    ).text
    assert "通信 特別号 2026年12月1日" in text
    assert "相談の窓口" in text
    assert "みんなの会" not in text
    assert "日程" not in text.split("<main", 1)[1].split("</main", 1)[0]
    made = compose(session, hub, kind="special", on=date(2026, 12, 1), by=editor, now=NOW)
    words = client.get(f"/desk/newsletter/{made.id}/txt").data.decode("utf-8-sig")
    assert "相談の窓口" in words
    assert "カレンダー" not in words
    assert client.get(f"/desk/newsletter/{made.id}/docx").data.startswith(b"PK")
    assert client.post("/desk/newsletter/special", data={"on": "きょう"}).status_code == 400
    assert "特別号" in client.get("/desk/newsletter").text
