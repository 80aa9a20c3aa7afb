"""What nobody may get by asking the pages in the wrong way."""

from datetime import datetime

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import accounts, audit, intake
from notifier.accounts import Role
from notifier.accounts.passwords import hash_password
from notifier.config import settings
from notifier.hubs import Hub
from notifier.web.app import create_app
from notifier.web.visitor import visitor
from tests.web.conftest import SignIn, add_staff

TOKEN = "abc-personal-link"


def test_a_crash_is_logged_without_the_personal_link(
    open_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    @open_app.get("/test/crash/<token>")
    def crash(token: str) -> str:
        raise RuntimeError(token)

    open_app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = open_app.test_client().get(f"/test/crash/{TOKEN}")
    out, err = capsys.readouterr()
    assert answer.status_code == 500
    assert TOKEN not in out + err
    assert "web.crashed" in err
    assert "crash" in err


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one_visitor(app: Flask, given: str, counted: str) -> None:
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": given}):
        assert visitor() == counted


@pytest.mark.parametrize(("proxies", "counted"), [(0, "192.0.2.1"), (1, "203.0.113.9")])
def test_a_header_names_the_visitor_only_behind_a_trusted_proxy(
    engine: Engine, proxies: int, counted: str
) -> None:
    app = create_app(settings().model_copy(update={"trusted_proxies": proxies}))
    app.config.update(ENGINE=engine)
    app.add_url_rule("/test/visitor", view_func=lambda: f"{visitor()} {request.host}")
    answer = app.test_client().get(
        "/test/visitor",
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Host": "evil.test"},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert answer.text == f"{counted} localhost"


FOR_ALL = {"desk.today", "desk.enter", "desk.entered", "desk.my_account"}
OPEN = {
    "desk.sign_in",
    "desk.sign_out",
    "desk.choose_hub",
    "desk.invitation",
    "desk.renew_invitation",
}
FOR_PUBLISHERS = {
    "desk.approve_edition",
    "desk.publish_opinion",
    "desk.test_edition",
    "desk.edition_readers",
    "desk.take_back_opinion",
    "desk.second_approve_edition",
    "desk.undo_edition",
    "desk.stop_edition",
    "desk.approve_newsletter",
    "desk.undo_newsletter",
    "desk.reprint_board",
    "desk.approve_board",
    "desk.change_newsletter_template",
    "desk.decide_quota",
    "desk.undo_quota",
    "desk.rest_week",
    "desk.work_again",
    "desk.renew_reader_links",
    "desk.reader_links",
}


def staff_pages(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, an address of it) of everything behind the sign-in."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.partition(".")[0] not in {"desk", "admin"} or rule.endpoint in OPEN:
                continue
            text = {
                "deed": "drop",
                "choice": "mail",
                "language": "en",
                "purpose": "readers",
                "section": "hub",
                "key": "x",
                "kind": "svg",
            }
            values = {name: text.get(name, 1) for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            methods = (rule.methods or set()) & {"GET", "POST"}
            found += [(rule.endpoint, method, address) for method in sorted(methods)]
    return found


def allowed(endpoint: str, role: Role) -> bool:
    """model.md: roles × verbs."""
    if endpoint in FOR_ALL:
        return True
    if endpoint.startswith("admin."):
        return role is Role.ADMIN
    if endpoint in FOR_PUBLISHERS:
        return role in {Role.PUBLISHER, Role.ADMIN}
    return role is not Role.VOLUNTEER


@pytest.mark.parametrize("role", list(Role))
def test_every_staff_page_asks_for_its_role(
    app: Flask, client: FlaskClient, sign_in: SignIn, hub: Hub, role: Role
) -> None:
    sign_in(client, role, hub)
    for endpoint, method, address in staff_pages(app):
        refused = client.open(address, method=method).status_code == 403
        assert refused is not allowed(endpoint, role), f"{role}: {method} {address}"


def test_every_staff_page_asks_to_sign_in(app: Flask, client: FlaskClient, hub: Hub) -> None:
    del hub
    for _endpoint, method, address in staff_pages(app):
        answer = client.open(address, method=method)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/desk/sign-in")


def hand_in(session: Session, hub: Hub, by: audit.Actor, now: datetime) -> intake.Submission:
    """Something entered by a member of staff, with a contact that is not for everybody."""
    made = intake.receive(
        session,
        intake.ListingDraft(title="ベビーマッサージ", contact_private="080-0000-1111"),
        arrival=intake.Arrival(hub.id, "staff_entry", {"fields": {"title": "ベビーマッサージ"}}),
        by=by,
        now=now,
    )
    session.commit()
    return made.submission


def test_who_only_enters_repeats_own_entries_alone(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    me = sign_in(client, Role.VOLUNTEER, hub)
    mine = hand_in(session, hub, accounts.staff_actor(me), now)
    assert client.get(f"/desk/enter?like={mine.id}").status_code == 200
    session.query(intake.Submission).update({"received_by_key": "staff:999"})
    session.commit()
    answer = client.get(f"/desk/enter?like={mine.id}")
    assert answer.status_code == 404
    assert "080-0000-1111" not in answer.text


def test_who_only_enters_reads_own_deeds_alone(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    me = sign_in(client, Role.VOLUNTEER, hub)
    hand_in(session, hub, audit.Actor("reader", "読者"), now)
    assert "ベビーマッサージ" not in client.get("/desk/").text
    audit.write(
        session,
        f"{me.name}さんが入力しました。",
        verb="receive",
        subject=("submission", 1),
        hub_id=hub.id,
        by=accounts.staff_actor(me),
        now=now,
    )
    session.commit()
    assert f"{me.name}さんが入力しました。" in client.get("/desk/").text


def test_an_invitation_is_no_way_to_guess_a_password(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    known = add_staff(
        session, hub, Role.ADMIN, now, password_hash=hash_password("right long password")
    )
    machine = audit.machine("test")
    _, token = accounts.invite(
        session, other_hub, email=known.email, role="volunteer", by=machine, now=now
    )
    session.commit()
    page = f"/desk/invitation/{token}"
    tries = [client.post(page, data={"password": f"wrong {n}"}).status_code for n in range(10)]
    assert tries == [400] * 10
    assert client.post(page, data={"password": "right long password"}).status_code == 429


@pytest.mark.parametrize(
    "address",
    [
        "/{slug}/events/99999999999999999999",
        "/{slug}/events/3000000000.ics",
        "/desk/cases/99999999999999999999",
        "/desk/listings?page=99999999999999999999",
        "/desk/enter?like=99999999999999999999",
    ],
)
def test_a_number_no_row_can_have_is_not_there(
    app: Flask, client: FlaskClient, sign_in: SignIn, hub: Hub, address: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    sign_in(client, Role.ADMIN, hub)
    assert client.get(address.format(slug=hub.slug)).status_code == 404


@pytest.mark.parametrize("year", [0, 1, 9999, 99999])
def test_a_sheet_of_an_impossible_year_is_no_crash(
    app: Flask, client: FlaskClient, sign_in: SignIn, hub: Hub, year: int
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    sign_in(client, Role.ADMIN, hub)
    assert client.get(f"/desk/figures/sheet/{year}").status_code < 500
    assert client.get(f"/desk/figures/sheet/{year}.xlsx").status_code < 500


def test_every_form_wants_its_token(
    app: Flask, strict_client: FlaskClient, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(strict_client, Role.ADMIN, hub)
    taken = set()
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        text = {
            "hub_slug": hub.slug,
            "deed": "drop",
            "choice": "mail",
            "language": "en",
            "purpose": "readers",
            "section": "hub",
        }
        values = {name: text.get(name, 1) for name in rule.arguments}
        answer = strict_client.post(app.url_map.bind("localhost").build(rule.endpoint, values))
        if "もう一度送ってください" not in answer.text:
            taken.add(rule.endpoint)
    # a machine's call is signed, a mail program's one click carries the secret in its address, and
    # a tap under an event uses no right of the visitor's; the browser says where its form stood
    assert taken == {"hooks.receive_line", "reader.leave", "reader.count_feedback"}
