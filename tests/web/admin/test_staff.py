"""The admin page of staff: invited, roles, sign-outs."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import accounts
from notifier.accounts import Role
from notifier.audit import Actor
from notifier.hubs import Hub
from tests.web.conftest import add_staff


@pytest.mark.usefixtures("admin")
class TestStaff:
    """The staff page."""

    def test_the_link_is_shown_once(
        self, client: FlaskClient, hub: Hub, admin: accounts.Staff
    ) -> None:
        answer = client.post("/admin/staff", data={"email": "n@example.jp", "role": "volunteer"})

        link = re.search(r"/desk/invitation/[\w-]+", answer.text)
        assert link
        assert client.get(link[0]).status_code == 200
        again = client.get("/admin/staff").text
        assert "n@example.jp" in again
        assert link[0] not in again

    def test_a_mistake_is_said_and_kept(self, client: FlaskClient, admin: accounts.Staff) -> None:
        answer = client.post("/admin/staff", data={"email": "no address", "role": "editor"})

        assert answer.status_code == 400
        assert 'value="no address"' in answer.text
        no_role = client.post("/admin/staff", data={"email": "n@example.jp"})
        assert no_role.status_code == 400

    def test_roles_change_and_people_leave(
        self,
        client: FlaskClient,
        hub: Hub,
        admin: accounts.Staff,
        session: Session,
        now: datetime,
    ) -> None:
        editor = add_staff(session, hub, Role.EDITOR, now)

        client.post(f"/admin/staff/{editor.id}/role", data={"role": "publisher"})
        session.rollback()
        assert accounts.role_in(session, editor.id, hub.id) is Role.PUBLISHER
        session.rollback()
        client.post(f"/admin/staff/{editor.id}/end")
        session.rollback()
        assert accounts.role_in(session, editor.id, hub.id) is None

    def test_the_last_admin_cannot_leave(self, client: FlaskClient, admin: accounts.Staff) -> None:
        answer = client.post(f"/admin/staff/{admin.id}/end")

        assert answer.status_code == 409
        assert "ただ一人の管理者" in answer.text

    def test_ids_of_another_hub_are_not_found(
        self,
        client: FlaskClient,
        admin: accounts.Staff,
        other_hub: Hub,
        session: Session,
        machine: Actor,
        now: datetime,
    ) -> None:
        stranger = add_staff(session, other_hub, Role.EDITOR, now)
        made, _ = accounts.invite(
            session, other_hub, email="x@example.jp", role="editor", by=machine, now=now
        )
        session.commit()

        for path, data in (
            (f"/admin/staff/{stranger.id}/role", {"role": "admin"}),
            (f"/admin/staff/{stranger.id}/end", {}),
            (f"/admin/invitations/{made.id}/revoke", {}),
        ):
            assert client.post(path, data=data).status_code == 404
        page = client.get("/admin/staff").text
        assert stranger.email not in page
        assert "x@example.jp" not in page

    def test_an_invitation_is_taken_back(
        self,
        app: Flask,
        client: FlaskClient,
        hub: Hub,
        session: Session,
        machine: Actor,
        now: datetime,
    ) -> None:
        made, token = accounts.invite(
            session, hub, email="x@example.jp", role="editor", by=machine, now=now
        )
        session.commit()

        assert client.post(f"/admin/invitations/{made.id}/revoke").status_code == 303
        assert app.test_client().get(f"/desk/invitation/{token}").status_code == 410
