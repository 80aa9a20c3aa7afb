"""The admin pages: settings, LINE channels, criteria, the log; and who may see what."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import audit, hubs
from notifier.accounts import Role
from notifier.audit import Actor
from notifier.hubs import Hub
from tests.web.admin.conftest import ATTACK
from tests.web.conftest import SignIn

PAGES = ["/admin/", "/admin/criteria", "/admin/staff", "/admin/log", "/admin/restored"]


def _fresh(session: Session, hub: Hub) -> dict[str, str]:
    session.rollback()
    session.expire_all()
    return hubs.setting_values(session, session.get_one(Hub, hub.id))


class TestWhoMaySee:
    """Roles × pages."""

    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("path", PAGES)
    def test_admin_pages_are_for_admins(
        self, client: FlaskClient, hub: Hub, sign_in: SignIn, role: Role, path: str
    ) -> None:
        sign_in(client, role, hub)

        answer = client.get(path)
        assert answer.status_code == (200 if role is Role.ADMIN else 403)

    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("path", ["/desk/", "/desk/me"])
    def test_desk_pages_are_for_all_staff(
        self, client: FlaskClient, hub: Hub, sign_in: SignIn, role: Role, path: str
    ) -> None:
        sign_in(client, role, hub)

        page = client.get(path)
        assert page.status_code == 200
        assert ("設定</a>" in page.text.replace("自分の設定", "")) == (role is Role.ADMIN)

    @pytest.mark.parametrize("path", [*PAGES, "/desk/", "/desk/me", "/desk/hubs"])
    def test_nobody_sees_them_unsigned(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).location.startswith("/desk/sign-in")

    def test_every_desk_and_admin_page_asks_who_it_is(self, app: Flask) -> None:
        open_to_all = {
            "desk.sign_in",
            "desk.sign_out",
            "desk.invitation",
            "desk.renew_invitation",
        }
        client = app.test_client()
        for rule in app.url_map.iter_rules():
            if not rule.endpoint.startswith(("desk.", "admin.")) or rule.endpoint in open_to_all:
                continue
            path = re.sub(r"<(int:)?[^>]+>", "1", re.sub(r"<any\((\w+)[^>]+>", r"\1", rule.rule))
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                answer = client.open(path, method=method)
                assert answer.status_code == 302, (rule.endpoint, method)
                assert answer.location.startswith("/desk/sign-in"), rule.endpoint


@pytest.mark.usefixtures("admin")
class TestSettings:
    """The settings page."""

    def test_every_key_of_the_contract_has_a_box(self, client: FlaskClient) -> None:
        page = client.get("/admin/").text

        for key in hubs.SETTINGS:
            assert f'name="{key}"' in page

    def test_a_theme_is_saved_whole(self, client: FlaskClient, hub: Hub, session: Session) -> None:
        data = {
            "window.open": "8:00",
            "window.close": "19:00",
            "schedule.weekly": "sun",
            "schedule.weekly.time": "09:00",
            "schedule.undo_minutes": "15",
            "schedule.freshness_minutes": "60",
        }
        assert client.post("/admin/settings/schedule", data=data).status_code == 303

        values = _fresh(session, hub)
        assert values["schedule.weekly"] == "sun 09:00"
        assert values["window.open"] == "08:00"

    def test_one_mistake_saves_nothing_and_keeps_what_was_typed(
        self, client: FlaskClient, hub: Hub, session: Session
    ) -> None:
        data = {
            "name": "新しい名前",
            "contact": ATTACK,
            "open_days": "everyday",
            "timezone": "Asia/Tokyo",
        }
        answer = client.post("/admin/settings/hub", data=data)

        assert answer.status_code == 400
        assert 'value="新しい名前"' in answer.text
        assert "曜日を1つ以上" in answer.text
        assert ATTACK not in answer.text
        assert _fresh(session, hub)["name"] == hub.name

    def test_an_unticked_switch_is_off(
        self, client: FlaskClient, hub: Hub, session: Session
    ) -> None:
        ticked = {"rules.own_entry": "on", "rules.most_tellings": "2"}
        client.post("/admin/settings/rules", data=ticked)

        values = _fresh(session, hub)
        assert (values["rules.second_person"], values["rules.own_entry"]) == ("off", "on")

    def test_the_channel_secret_is_write_only(
        self, client: FlaskClient, hub: Hub, session: Session
    ) -> None:
        secret = "0123456789abcdef0123456789abcdef"
        data = {"channel_id": "2001234567", "secret": secret}
        assert client.post("/admin/line/readers", data=data).status_code == 303

        page = client.get("/admin/").text
        assert "2001234567" in page
        assert "つながっています" in page
        assert secret not in page + client.get("/admin/log").text
        session.rollback()
        channel = hubs.line_channel(session, hub.id, "readers")
        assert channel
        assert hubs.channel_secrets(channel) == (secret,)

    def test_a_crooked_channel_id_is_said_beside_its_box(self, client: FlaskClient) -> None:
        answer = client.post("/admin/line/readers", data={"channel_id": "abc", "secret": ""})

        assert answer.status_code == 400
        assert 'value="abc"' in answer.text
        assert "チャネルIDは数字だけです" in answer.text

    def test_districts(self, client: FlaskClient, hub: Hub, session: Session) -> None:
        bad = client.post("/admin/districts", data={"districts": "東"})
        assert bad.status_code == 400
        assert ">東</textarea>" in bad.text

        client.post("/admin/districts", data={"districts": "a=東\r\nb=西"})
        assert _fresh(session, hub)["districts"] == "a=東;b=西"

    def test_an_unknown_theme_or_purpose_is_not_found(self, client: FlaskClient) -> None:
        assert client.post("/admin/settings/secrets").status_code == 404
        assert client.post("/admin/line/others").status_code == 404

    def test_the_neighbour_is_never_touched(
        self, client: FlaskClient, other_hub: Hub, session: Session
    ) -> None:
        before = _fresh(session, other_hub)

        client.post("/admin/settings/rules", data={})
        client.post("/admin/districts", data={"districts": "a=東"})

        assert _fresh(session, other_hub) == before


@pytest.mark.usefixtures("admin")
class TestCriteria:
    """The posting criteria."""

    def test_added_reworded_and_switched_off(
        self, client: FlaskClient, hub: Hub, session: Session
    ) -> None:
        client.post("/admin/criteria", data={"new": "手話がある"})
        client.post("/admin/criteria", data={"wording-own1": ATTACK, "new": ""})

        page = client.get("/admin/criteria").text
        assert ATTACK not in page
        session.rollback()
        line = hubs.criteria(session, hub.id)[0]
        assert (line.wording, line.is_active) == (ATTACK, False)

    def test_too_long_a_line_keeps_what_was_typed(self, client: FlaskClient) -> None:
        answer = client.post("/admin/criteria", data={"new": "長" * 201})

        assert answer.status_code == 400
        assert "長" * 201 in answer.text


@pytest.mark.usefixtures("admin")
def test_the_page_says_where_line_calls_and_what_to_switch_off(
    client: FlaskClient, hub: Hub
) -> None:
    page = client.get("/admin/").text
    assert page.count(f"/hooks/line/{hub.slug}</code>") == 2, "both accounts have one address"
    assert page.count("「あいさつメッセージ」をオフに") == 1, "said of the groups' account"


@pytest.mark.usefixtures("admin")
def test_the_log_speaks_of_this_hub_alone(
    client: FlaskClient,
    hub: Hub,
    other_hub: Hub,
    session: Session,
    machine: Actor,
    now: datetime,
) -> None:
    for where, sentence in ((hub, "こちらの記録"), (other_hub, "よその記録")):
        audit.write(
            session, sentence, verb="t", subject=("t", 1), hub_id=where.id, by=machine, now=now
        )
    session.commit()

    page = client.get("/admin/log").text
    assert "こちらの記録" in page
    assert "よその記録" not in page
