"""「配布先」 and 「配布の記録」 by their forms alone."""

import re
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

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
