"""Nothing typed is lost when the session ended, the token is old, or we failed."""

import html
import io
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from notifier.accounts import Membership, Role, Staff
from notifier.accounts.passwords import hash_password
from notifier.editorial import Case
from notifier.hubs import Hub
from tests.web.case.conftest import add_case, case_form
from tests.web.conftest import SignIn, add_staff

OURS = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "さくらとひろばと水曜日"
WORDS = "\n長い説明を、\nたくさん入力しました。<b>"
BOX = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.S)


@pytest.fixture
def editor(session: Session, hub: Hub, now: datetime) -> Staff:
    return add_staff(session, hub, Role.EDITOR, now, password_hash=hash_password(PASSWORD))


@pytest.fixture
def case(session: Session, hub: Hub, now: datetime) -> Case:
    return add_case(session, hub, now)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name}"
    return html.unescape(found[1])


def boxes(page: str) -> dict[str, str]:
    """What the page keeps, as a browser would send it."""
    return {name: html.unescape(value) for name, value in BOX.findall(page)}


def sign_in_with(client: FlaskClient, page: str, email: str, password: str) -> TestResponse:
    names = ("csrf_token", "kept_path", "kept")
    data = {name: hidden(page, name) for name in names}
    return client.post("/desk/sign-in", data=data | {"email": email, "password": password})


def test_what_was_typed_outlives_the_session(
    strict_client: FlaskClient, editor: Staff, case: Case, session: Session
) -> None:
    where = f"/desk/cases/{case.id}/edit"
    page = strict_client.post(where, data=case_form(body=WORDS), headers=OURS)
    assert page.status_code == 401
    assert "入力したものは残っています" in page.text

    page = sign_in_with(strict_client, page.text, editor.email, "ちがう合言葉です")
    assert "メールアドレスかパスワード" in page.text
    page = sign_in_with(strict_client, page.text, editor.email, PASSWORD)
    assert (page.status_code, "続きから送る" in page.text) == (200, True)
    assert f'action="{where}"' in page.text

    typed = boxes(page.text)
    assert typed["body"] == WORDS
    answer = strict_client.post(
        where, data=typed | {"csrf_token": hidden(page.text, "csrf_token")}, headers=OURS
    )
    assert answer.status_code == 302
    session.expire_all()
    assert session.get_one(Case, case.id).draft.body == WORDS.strip()


def test_a_session_ended_elsewhere_keeps_it_too(
    client: FlaskClient, sign_in: SignIn, hub: Hub, case: Case, session: Session
) -> None:
    staff = sign_in(client, "editor", hub)
    staff.session_version += 1
    session.add(staff)
    session.commit()
    page = client.post(f"/desk/cases/{case.id}/edit", data=case_form(body=WORDS), headers=OURS)
    assert "編集室にサインイン" in page.text
    assert "たくさん入力しました" in html.unescape(hidden(page.text, "kept"))


def test_who_works_in_two_hubs_chooses_and_goes_on(
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    other_hub: Hub,
    session: Session,
) -> None:
    staff = sign_in(client, "editor", hub)
    since = staff.created_at
    session.add(
        Membership(hub_id=other_hub.id, staff_id=staff.id, role=Role.EDITOR, created_at=since)
    )
    session.commit()
    with client.session_transaction() as cookie:
        del cookie["hub_id"]
    page = client.post("/desk/cases/1/edit", data=case_form(body=WORDS), headers=OURS).text
    assert "どの拠点の仕事をしますか" in page
    data = {name: hidden(page, name) for name in ("kept_path", "kept")}
    page = client.post("/desk/hubs", data=data | {"hub_id": str(hub.id)}).text
    assert boxes(page)["body"] == WORDS


def test_an_organiser_sends_the_old_page_again(
    strict_client: FlaskClient, hub: Hub, session: Session
) -> None:
    where = f"/{hub.slug}/submit"
    data = {
        "title": "お茶会",
        "when_text": "12月5日(土) 10時",
        "flyer": (io.BytesIO(b"x"), "ちらし.jpg"),
    }
    page = strict_client.post(where, data=data, headers=OURS)
    assert page.status_code == 400
    assert "入力したものは残っています" in page.text
    assert boxes(page.text) == {"title": "お茶会", "when_text": "12月5日(土) 10時"}
    assert "もう一度選んでください" in page.text
    assert "ちらし.jpg" in page.text
    token = hidden(page.text, "csrf_token")
    sent = strict_client.post(where, data=boxes(page.text) | {"csrf_token": token}, headers=OURS)
    assert sent.location == f"{where}/done"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {"Origin": "null"}, {}],
)
def test_a_form_forged_elsewhere_is_not_offered_under_our_button(
    strict_client: FlaskClient, hub: Hub, headers: dict[str, str]
) -> None:
    page = strict_client.post(f"/{hub.slug}/submit", data={"title": "にせもの"}, headers=headers)
    assert page.status_code == 400
    assert "にせもの" not in page.text


def test_a_browser_that_says_only_the_origin_is_believed(
    app: Flask, strict_client: FlaskClient, hub: Hub
) -> None:
    headers = {"Origin": app.config["SETTINGS"].base_url}
    page = strict_client.post(f"/{hub.slug}/submit", data={"title": "お茶会"}, headers=headers)
    assert boxes(page.text)["title"] == "お茶会"


def test_a_password_is_never_kept(strict_client: FlaskClient) -> None:
    data = {"email": "a@example.jp", "password": PASSWORD}
    page = strict_client.post("/desk/sign-in", data=data, headers=OURS)
    assert PASSWORD not in page.text


@pytest.mark.parametrize("packed", ["", "[]", '{"fields": 1, "files": []}', '{"fields": [["a"]]}'])
def test_a_broken_parcel_only_signs_in(client: FlaskClient, editor: Staff, packed: str) -> None:
    data = {"email": editor.email, "password": PASSWORD, "kept_path": "/desk/enter"}
    answer = client.post("/desk/sign-in", data=data | {"kept": packed})
    assert (answer.status_code, answer.location) == (303, "/desk/")


@pytest.mark.parametrize(
    "path", ["//evil.test/desk/", "https://evil.test/", "/nishi/", "/desk/\\x"]
)
def test_a_parcel_goes_to_the_desk_alone(client: FlaskClient, editor: Staff, path: str) -> None:
    data = {"email": editor.email, "password": PASSWORD, "kept_path": path}
    answer = client.post("/desk/sign-in", data=data | {"kept": '{"fields": [], "files": []}'})
    assert (answer.status_code, answer.location) == (303, "/desk/")


def test_a_fault_of_ours_gives_back_what_was_typed(open_app: Flask) -> None:
    @open_app.post("/test/crash")
    def crash() -> str:
        raise RuntimeError

    open_app.config["PROPAGATE_EXCEPTIONS"] = False
    page = open_app.test_client().post("/test/crash", data={"body": WORDS}, headers=OURS)
    assert page.status_code == 500
    assert boxes(page.text)["body"] == WORDS
