"""「通信」 by its forms alone: months, one issue, its files, its template; nothing of the neighbour."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import engagement
from notifier.audit import Actor
from notifier.config import settings
from notifier.directory import add_group
from notifier.editions import Edition, EditionState, compose, find_edition
from notifier.engagement import OpinionState
from notifier.hubs import Hub
from tests.conftest import NOW
from tests.editions.conftest import OPEN, SLOT, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

DECEMBER = date(2026, 12, 1)
LONG = "とても長い題のついた親子でいっしょに楽しむ会"


@pytest.fixture
def issue(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """December's draft with two items, committed."""
    first = SLOT.replace(month=12, day=5)
    published(**OPEN, title="<b>公園</b>", occurrences=dates(first))
    published(**OPEN, title=LONG, occurrences=dates(first.replace(day=6)))
    made = compose(session, hub, kind="newsletter", on=DECEMBER, by=machine, now=now)
    session.commit()
    return made


def press(
    client: FlaskClient, issue: Edition, deed: str, status: int = 302, **fields: object
) -> str:
    answer = client.post(f"/desk/newsletter/{issue.id}/{deed}", data=fields)
    assert answer.status_code == status, answer.text
    return answer.text


def fresh(session: Session, issue: Edition) -> Edition:
    session.rollback()
    session.expire_all()
    return find_edition(session, issue.hub_id, issue.id)


def test_the_months_and_what_is_late(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    text = client.get("/desk/newsletter").text
    assert "2026年12月号の日程" in text
    assert "遅れているもの：下書きを作る（11月12日(木)まで）" in text
    answer = client.post("/desk/newsletter", data={"month": "2026-12"}, follow_redirects=True)
    assert "通信 2026年12月号" in answer.text
    assert "この月の掲載は、まだありません。" in answer.text
    assert "遅れているもの" not in client.get("/desk/newsletter").text
    assert client.post("/desk/newsletter", data={"month": "いつか"}).status_code in (400, 422)


def test_a_day_beyond_the_calendar_is_refused(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, editor: Actor
) -> None:
    """The last month of year 9999 has no day after it."""
    group = add_group(session, hub, name="藤だなサロン", by=editor, now=NOW)
    session.commit()
    sign_in(client, "publisher", hub)
    answers = [
        client.get(f"/desk/groups/{group.id}/confirmation/txt?month={month}")
        for month in ("9999-12", "0001-01", "2030-01")
    ]
    answers.append(client.post("/desk/newsletter", data={"month": "9999-12"}))
    answers += [
        client.post("/desk/newsletter/special", data={"on": on})
        for on in ("9999-12-31", "0001-01-01")
    ]
    for answer in answers:
        assert answer.status_code == 400
        assert "前後2年ほど" in answer.text
    near = f"/desk/groups/{group.id}/confirmation/txt?month=2026-12"
    assert client.get(near).status_code == 200


def test_warnings_words_and_order(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "editor", hub)
    text = client.get(f"/desk/newsletter/{issue.id}").text
    assert "題が全角20文字を超えています（いま22文字）" in text
    assert "<b>公園" not in text
    listing = issue.items[1].listing_id
    press(client, issue, f"items/{listing}/words", version=issue.version, title="親子の会", body="")
    now = fresh(session, issue)
    assert now.items[1].print_title == "親子の会"
    text = client.get(f"/desk/newsletter/{issue.id}").text
    assert "文字を超えています" not in text
    press(client, now, f"items/{listing}/up", version=now.version)
    press(client, now, f"items/{listing}/drop", 409, version=now.version)
    text = press(
        client, now, f"items/{listing}/words", 422, version=now.version + 1,
        title="あ" * 101, listing=listing, body="残る",
    )  # fmt: skip
    assert "100文字までです" in text
    assert "残る" in text
    assert client.post(f"/desk/newsletter/{issue.id}/items/{listing}/eat").status_code == 422


def test_files_come_and_approval_sends_nothing(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "editor", hub)
    assert "内容を確定する" not in client.get(f"/desk/newsletter/{issue.id}").text
    press(client, issue, "approve", 403, version=issue.version)
    sign_in(client, "publisher", hub)
    assert "この2件で内容を確定する" in client.get(f"/desk/newsletter/{issue.id}").text
    press(client, issue, "approve", version=issue.version)
    assert fresh(session, issue).state is EditionState.APPROVED
    text = client.get(f"/desk/newsletter/{issue.id}").text
    assert "確定ずみ・印刷できます" in text
    assert "LINEやメールでは送りません" in text
    for name, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("txt", b"\xef\xbb\xbf")):
        answer = client.get(f"/desk/newsletter/{issue.id}/{name}")
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert f"newsletter-2026-12.{name}" in answer.headers["Content-Disposition"]
    assert client.get(f"/desk/newsletter/{issue.id}/exe").status_code == 404
    assert client.get(f"/desk/editions/{issue.id}").location == f"/desk/newsletter/{issue.id}"
    assert issue.title not in client.get("/desk/editions").text
    press(client, issue, "undo")
    assert fresh(session, issue).state is EditionState.DRAFT


def test_a_template_with_unknown_fields_is_refused_beside_its_box(
    client: FlaskClient, sign_in: SignIn, hub: Hub, issue: Edition, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("NOTIFIER_MEDIA_DIR", str(tmp_path))
    settings.cache_clear()
    sign_in(client, "publisher", hub)
    assert client.get("/desk/newsletter/template.docx").data.startswith(b"PK")
    where = "/desk/newsletter/template"
    answer = client.post(where, data={"template": (word("{{ kancho }}"), "a.docx")})
    assert answer.status_code == 422
    assert "「kancho」（本文の1段落目" in answer.text
    assert client.post(where, data={}).status_code == 422
    good = {"template": (word("{{ masthead.month }}"), "a.docx")}
    assert client.post(where, data=good).status_code == 302
    assert "この拠点で入れ替えたひな形" in client.get("/desk/newsletter").text
    data = client.get(f"/desk/newsletter/{issue.id}/docx").data
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "2026年12月号"
    assert client.post(where, data={"reset": "1"}).status_code == 302
    assert "はじめからあるひな形" in client.get("/desk/newsletter").text


def test_the_neighbours_issue_is_not_found(
    client: FlaskClient, sign_in: SignIn, other_hub: Hub, issue: Edition
) -> None:
    sign_in(client, "admin", other_hub)
    assert issue.title not in client.get("/desk/newsletter").text
    for path in ("", "/docx", "/pdf", "/txt"):
        assert client.get(f"/desk/newsletter/{issue.id}{path}").status_code == 404
    listing = issue.items[0].listing_id
    for deed in ("approve", "undo", "greeting", f"items/{listing}/drop"):
        press(client, issue, deed, 404, version=issue.version)


def test_a_volunteer_sees_none_of_it(
    client: FlaskClient, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/newsletter").status_code == 403
    assert client.get(f"/desk/newsletter/{issue.id}/docx").status_code == 403


def word(text: str) -> io.BytesIO:
    made = docx.Document()
    made.add_paragraph(text)
    stored = io.BytesIO()
    made.save(stored)
    stored.seek(0)
    return stored


def test_voices_are_picked_on_the_page_and_leave_with_the_undo(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "publisher", hub)
    assert "みなさんの声から" not in client.get(f"/desk/newsletter/{issue.id}").text
    by = Actor("staff", "発行責任者A", "901")
    made = engagement.enter_opinion(session, hub, "赤い靴の母より", by=by, now=NOW)
    engagement.answer_opinion(
        session, made, said="段差が<b>こわい", did="板を置きました", is_adopted=True,
        version=made.version, by=by, now=NOW,
    )  # fmt: skip
    engagement.publish_opinion(session, made, version=made.version, by=by, now=NOW)
    session.commit()
    page = client.get(f"/desk/newsletter/{issue.id}").text
    assert "段差が&lt;b&gt;こわい" in page
    assert "赤い靴の母より" not in page
    press(client, issue, "voices", version=fresh(session, issue).version, voice=made.id)
    text = client.get(f"/desk/newsletter/{issue.id}/txt").data.decode("utf-8-sig")
    assert "こんな声: 段差が<b>こわい\r\n→ こうしました: 板を置きました" in text
    session.rollback()  # the page wrote meanwhile
    for number in range(20):
        later = engagement.enter_opinion(session, hub, f"声{number}", by=by, now=NOW)
        later.said, later.did, later.state = (
            f"あとの声{number}",
            "直しました",
            OpinionState.PUBLISHED,
        )
        later.published_at = NOW + timedelta(minutes=1)
    session.commit()
    page = client.get(f"/desk/newsletter/{issue.id}").text
    assert f'value="{made.id}" checked' in page, "the newest do not push out a picked one"
    press(client, issue, "approve", version=fresh(session, issue).version)
    assert "板を置きました" in client.get(f"/desk/newsletter/{issue.id}").text
    session.refresh(made)
    gone = client.post(
        f"/desk/opinions/{made.id}/hide", data={"version": made.version}, follow_redirects=True
    )
    assert "「通信 2026年12月号」は確定ずみで、のったままです。" in gone.text
    press(client, issue, "undo")
    assert fresh(session, issue).voices == []
