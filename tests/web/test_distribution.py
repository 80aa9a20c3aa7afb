"""「配布先」 and 「配布の記録」 by their forms alone."""

import io
import re
from datetime import date, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from notifier.audit import Actor
from notifier.directory import distribution_places
from notifier.editions import Edition, compose
from notifier.hubs import Hub
from tests.web.conftest import SignIn


@pytest.fixture
def issue(session: Session, hub: Hub, machine: Actor, now: datetime) -> Edition:
    """December's draft, committed."""
    made = compose(session, hub, kind="newsletter", on=date(2026, 12, 1), by=machine, now=now)
    session.commit()
    return made


def add(client: FlaskClient, name: str = "<b>小児科</b>", copies: str = "３０部") -> int:
    return client.post("/desk/distribution", data={"name": name, "copies": copies}).status_code


def test_the_register(client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    assert "まだ登録がありません" in client.get("/desk/distribution").text
    assert add(client) == 302
    assert add(client) == 422
    assert add(client, "薬局", "たくさん") == 422
    text = client.get("/desk/distribution").text
    assert "いま1か所、合わせて30部です。" in text
    assert "<b>小児科" not in text
    (place,) = distribution_places(session, hub.id)
    where = f"/desk/distribution/{place.id}"
    assert 'value="30"' in client.get(where).text
    facts = {"name": "小児科", "copies": "40", "version": 1}
    assert client.post(where, data=facts).status_code == 302
    assert client.post(where, data=facts).status_code == 409
    client.post(where, data=facts | {"version": 2, "ends": "1"})
    assert "配布を終わりにしたところ（1か所）" in client.get("/desk/distribution").text


def test_the_list_of_an_issue(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, issue: Edition
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/newsletter/{issue.id}/distribution"
    assert "配布先がまだ登録されていません" in client.get(where).text
    add(client)
    (place,) = distribution_places(session, hub.id)
    stamp = re.search(r'name="stamp" value="([^"]*)"', client.get(where).text)
    assert stamp
    typed = {
        "stamp": stamp[1], "printed": "2,500", f"copies-{place.id}": "25",
        f"on-{place.id}": "", f"left-{place.id}": "", "all_today": "1",
    }  # fmt: skip
    wrong = client.post(where, data=typed | {f"left-{place.id}": "26"})
    assert wrong.status_code == 422
    assert 'value="26"' in wrong.text
    assert client.post(where, data=typed | {f"copies-{place.id}": "1e3"}).status_code == 422
    assert client.post(where, data=typed | {f"on-{place.id}": "あす"}).status_code == 422
    text = client.post(where, data=typed, follow_redirects=True).text
    assert "変わったところ1か所" in text
    assert "2500部（あまり2475部）" in text
    assert 'value="2026-11-20"' in text
    assert client.post(where, data=typed).status_code == 409
    assert "11月20日(金)" in client.get("/desk/distribution").text
    book = client.get(f"{where}.xlsx")
    assert book.data.startswith(b"PK")
    assert "distribution-2026-12.xlsx" in book.headers["Content-Disposition"]


def test_roles(client: FlaskClient, sign_in: SignIn, hub: Hub, issue: Edition) -> None:
    sign_in(client, "volunteer", hub)
    for path in ("/desk/distribution", f"/desk/newsletter/{issue.id}/distribution"):
        assert client.get(path).status_code == 403


LIST = """西区 通信の配布先（令和8年度）,,,
施設名,部　数,所在地,電話
小児科,４０部,西区中央,045-000-0001
薬局,20,,
図書館,たくさん,,
"""


def upload(client: FlaskClient, body: bytes, name: str = "haifu.csv") -> TestResponse:
    data = {"file": (io.BytesIO(body), name)}
    return client.post("/desk/distribution/import", data=data, content_type="multipart/form-data")


def confirmed(client: FlaskClient, page: str) -> str:
    """Press the button of the preview; the words of the page that follows."""
    rows = re.search(r'name="rows"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert rows
    done = client.post("/desk/distribution/import/confirm", data={"rows": unescape(rows[1])})
    assert done.status_code == 302
    return client.get(done.location).text


def test_a_list_is_shown_before_it_is_taken_in(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    add(client, "小児科")
    page = upload(client, LIST.encode("cp932")).text
    assert "新しく登録する（1か所）" in page
    assert "内容を変える（1か所）" in page
    assert "5行目：「図書館」の部数を数として読めません（たくさん）。" in page
    session.rollback()
    assert len(distribution_places(session, hub.id)) == 1, "nothing is stored by a look"
    told = confirmed(client, page)
    assert "1か所を登録し、1か所を変えました。1行は取り込んでいません。" in told
    session.rollback()
    places = {one.name: one for one in distribution_places(session, hub.id)}
    assert (places["小児科"].copies, places["小児科"].address) == (40, "西区中央")
    assert places["薬局"].copies == 20
    again = upload(client, LIST.encode()).text
    assert "変わらないところは2か所です" in again
    assert "取り込むところはありません" in again


def test_a_workbook_is_a_list_too(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    book = Workbook()
    for row in (("配布先", "部数", "地区"), ("児童館", 15, ""), ("商店", 5, "となりの区")):
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    page = upload(client, body.getvalue(), "haifu.xlsx").text
    assert "「商店」の地区「となりの区」は、この拠点にありません" in page
    confirmed(client, page)
    session.rollback()
    (place,) = distribution_places(session, hub.id)
    assert (place.name, place.copies) == ("児童館", 15)


@pytest.mark.parametrize("body", [b"", b"\x89PNG", "名前,数\nA,1\n".encode()])
def test_what_is_no_such_list_is_said(
    client: FlaskClient, sign_in: SignIn, hub: Hub, body: bytes
) -> None:
    sign_in(client, "editor", hub)
    refused = upload(client, body)
    assert refused.status_code == 422
    assert 'id="file-error"' in refused.text
