"""Sign-in, sign-out, the hub chooser, invitations and the password page."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import accounts
from notifier.accounts import Membership, Role, Staff
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.web.guard import safe_next
from tests.web.conftest import SignIn

PASSWORD = "さくらとひろばと水曜日"


@pytest.fixture
def staff(session: Session, hub: Hub, machine: Actor, now: datetime) -> Staff:
    """An editor with a password."""
    _, token = accounts.invite(
        session, hub, email="a@example.jp", role="editor", by=machine, now=now
    )
    made = accounts.accept_invitation(session, token, name="編集A", password=PASSWORD, now=now)
    session.commit()
    return made


def _post(client: FlaskClient, password: str = PASSWORD, **more: str) -> object:
    return client.post("/desk/sign-in", data={"email": "a@example.jp", "password": password} | more)


def _open_invitation(session: Session, hub: Hub, by: Actor, now: datetime, email: str) -> str:
    _, token = accounts.invite(session, hub, email=email, role="publisher", by=by, now=now)
    session.commit()
    return token


class TestSignIn:
    """The sign-in page."""

    def test_somebody_unknown_is_sent_to_sign_in_and_back(
        self, client: FlaskClient, staff: Staff
    ) -> None:
        away = client.get("/desk/me")
        assert away.status_code == 302
        assert away.location == "/desk/sign-in?next=/desk/me"

        back = _post(client, next="/desk/me")
        assert (back.status_code, back.location) == (303, "/desk/me")
        assert "編集A" in client.get("/desk/me").text

    def test_a_wrong_password_keeps_the_address_and_says_what_to_do(
        self, client: FlaskClient, staff: Staff
    ) -> None:
        answer = _post(client, "wrong password")

        assert answer.status_code == 400
        assert 'value="a@example.jp"' in answer.text
        assert "メールアドレスかパスワードが違います" in answer.text
        assert "wrong password" not in answer.text

    def test_empty_boxes_are_named(self, client: FlaskClient) -> None:
        answer = client.post("/desk/sign-in", data={})

        assert answer.status_code == 400
        assert "パスワードを入れてください。" in answer.text
        assert 'aria-invalid="true"' in answer.text

    def test_failures_stay_counted(self, client: FlaskClient, staff: Staff) -> None:
        for _ in range(10):
            assert _post(client, "wrong password").status_code == 400

        answer = _post(client)
        assert answer.status_code == 429
        assert "15分" in answer.text

    def test_a_planted_session_is_worth_nothing(self, client: FlaskClient, staff: Staff) -> None:
        client.get("/desk/sign-in")
        with client.session_transaction() as planted:
            planted["mine"] = "planted"
        _post(client)

        with client.session_transaction() as after:
            assert "mine" not in after
            assert after["_user_id"] == f"{staff.id}.1"

    def test_the_form_needs_its_token(self, strict_client: FlaskClient, staff: Staff) -> None:
        assert _post(strict_client).status_code == 400
        assert strict_client.get("/desk/").status_code == 302

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example.jp/desk/",
            "//evil.example.jp/desk/",
            "/\\evil.example.jp",
            "/desk/\\evil",
            "javascript:alert(1)",
            "/desk/\r\nX: y",
            "",
            None,
        ],
    )
    def test_it_never_leads_away_from_this_site(self, wanted: str | None) -> None:
        assert safe_next(wanted) == "/desk/"

    def test_sign_out_ends_the_session(self, client: FlaskClient, staff: Staff) -> None:
        _post(client)
        assert client.get("/desk/sign-out").status_code == 405

        assert client.post("/desk/sign-out").status_code == 303
        assert client.get("/desk/").status_code == 302

    def test_a_cookie_of_an_older_version_is_nobody(
        self, client: FlaskClient, staff: Staff, session: Session
    ) -> None:
        _post(client)
        session.merge(staff).session_version += 1
        session.commit()

        assert client.get("/desk/").status_code == 302

    def test_an_ended_membership_ends_at_once(
        self, client: FlaskClient, staff: Staff, session: Session, now: datetime
    ) -> None:
        _post(client)
        session.query(Membership).update({"ended_at": now})
        session.commit()

        assert client.get("/desk/").status_code == 302

    @pytest.mark.parametrize("cookie_id", ["", "1", "x.1", "999999.1", "1.x", "1.2.3"])
    def test_a_crooked_cookie_is_nobody(
        self, client: FlaskClient, staff: Staff, cookie_id: str
    ) -> None:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = cookie_id

        assert client.get("/desk/").status_code == 302


class TestHubs:
    """Somebody who works in two hubs."""

    def test_the_hub_is_chosen_after_signing_in(
        self,
        client: FlaskClient,
        staff: Staff,
        hub: Hub,
        other_hub: Hub,
        session: Session,
        now: datetime,
    ) -> None:
        session.add(
            Membership(hub_id=other_hub.id, staff_id=staff.id, role=Role.ADMIN, created_at=now)
        )
        session.commit()
        _post(client)
        away = client.get("/desk/me")
        assert away.location == "/desk/hubs?next=/desk/me"
        assert other_hub.name in client.get(away.location).text

        client.post("/desk/hubs", data={"hub_id": other_hub.id, "next": "/desk/me"})
        page = client.get("/desk/me").text
        assert "管理者" in page
        client.post("/desk/hubs", data={"hub_id": hub.id})
        assert "管理者" not in client.get("/desk/me").text

    def test_a_hub_one_does_not_work_in_is_not_found(
        self, client: FlaskClient, hub: Hub, other_hub: Hub, sign_in: SignIn
    ) -> None:
        sign_in(client, "admin", hub)

        assert client.post("/desk/hubs", data={"hub_id": other_hub.id}).status_code == 404
        with client.session_transaction() as cookie:
            cookie["hub_id"] = other_hub.id
        assert other_hub.name not in client.get("/desk/").text


class TestInvitation:
    """The page behind the one-time link."""

    def test_it_is_accepted_once(
        self,
        app: Flask,
        client: FlaskClient,
        hub: Hub,
        session: Session,
        machine: Actor,
        now: datetime,
    ) -> None:
        token = _open_invitation(session, hub, machine, now, "b@example.jp")
        page = client.get(f"/desk/invitation/{token}")
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert "発行責任者" in page.text

        data = {"name": "発行B", "password": PASSWORD}
        assert client.post(f"/desk/invitation/{token}", data=data).status_code == 303
        assert "発行B さん" in client.get("/desk/").text

        again = app.test_client().post(f"/desk/invitation/{token}", data=data)
        assert again.status_code == 410
        assert "もう使われています" in again.text

    def test_a_weak_password_keeps_the_name(
        self, client: FlaskClient, hub: Hub, session: Session, machine: Actor, now: datetime
    ) -> None:
        token = _open_invitation(session, hub, machine, now, "b@example.jp")

        answer = client.post(f"/desk/invitation/{token}", data={"name": "発行B", "password": "x"})

        assert answer.status_code == 400
        assert 'value="発行B"' in answer.text
        assert "10文字以上" in answer.text
        assert client.get(f"/desk/invitation/{token}").status_code == 200

    def test_an_old_link_explains_itself_and_offers_a_new_one(
        self,
        client: FlaskClient,
        hub: Hub,
        session: Session,
        machine: Actor,
        now: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        token = _open_invitation(session, hub, machine, now, "b@example.jp")
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))

        old = client.get(f"/desk/invitation/{token}")
        assert old.status_code == 410
        assert "新しいリンクを頼む" in old.text

        answers = [client.post(f"/desk/invitation/{t}/renew").text for t in (token, "unknown")]
        assert answers[0] == answers[1] or _same(*answers)
        session.rollback()
        later = now + timedelta(days=8)
        assert len(accounts.open_invitations(session, hub.id, now=later)) == 1

    def test_an_unknown_link(self, client: FlaskClient, hub: Hub) -> None:
        assert client.get("/desk/invitation/unknown").status_code == 410


class TestPassword:
    """One's own password."""

    def test_it_changes_and_other_browsers_must_sign_in_again(
        self, app: Flask, client: FlaskClient, staff: Staff
    ) -> None:
        elsewhere = app.test_client()
        _post(client)
        _post(elsewhere)
        new = "たんぽぽと電車と金曜日"

        wrong = client.post("/desk/me", data={"old": "wrong", "password": new})
        assert wrong.status_code == 400
        assert client.post("/desk/me", data={"old": PASSWORD, "password": new}).status_code == 303

        assert client.get("/desk/me").status_code == 200
        assert elsewhere.get("/desk/me").status_code == 302


def _same(left: str, right: str) -> bool:
    """The same page, whatever its receipt number and nonce."""
    return re.sub(r"[0-9a-f]{8}", "", left) == re.sub(r"[0-9a-f]{8}", "", right)
