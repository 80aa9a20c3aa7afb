"""The frame: headers, transactions, forms, banners, static files."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.hubs import Hub
from notifier.web import front
from notifier.web.app import create_app
from tests.web.conftest import SignIn


class TestHeaders:
    """What every answer says to the browser."""

    @pytest.mark.parametrize("path", ["/", "/desk/sign-in", "/no/such/page", "/healthz"])
    def test_a_strict_policy_with_a_fresh_nonce(self, client: FlaskClient, path: str) -> None:
        policies = [client.get(path).headers["Content-Security-Policy"] for _ in range(2)]

        assert policies[0] != policies[1]
        assert "default-src 'none'" in policies[0]
        assert "frame-ancestors 'none'" in policies[0]
        assert "unsafe" not in policies[0]

    def test_the_other_headers(self, client: FlaskClient) -> None:
        headers = client.get("/desk/sign-in").headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"

    def test_pages_ask_nobody_else_for_anything(self, client: FlaskClient) -> None:
        html = client.get("/desk/sign-in").text

        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", html)

    def test_a_preview_is_sandboxed_and_may_stand_in_our_own_frame(
        self, client: FlaskClient
    ) -> None:
        policy = client.get("/test/preview").headers["Content-Security-Policy"]

        assert policy.startswith("sandbox;")
        assert "frame-ancestors 'self'" in policy
        assert "script-src" not in policy


class TestTransactions:
    """A POST is one transaction, ended where its view ends."""

    def _contact(self, session: Session) -> str:
        session.rollback()
        session.expire_all()
        return session.scalars(select(Hub.contact)).one()

    def test_a_post_is_committed(self, client: FlaskClient, hub: Hub, session: Session) -> None:
        client.post(f"/test/rename/{hub.slug}")

        assert self._contact(session) == "changed"

    @pytest.mark.parametrize("query", ["?status=400", "?raise=1"])
    def test_a_page_with_errors_leaves_nothing(
        self, client: FlaskClient, hub: Hub, session: Session, query: str
    ) -> None:
        client.post(f"/test/rename/{hub.slug}{query}")

        assert self._contact(session) == ""

    def test_a_counted_failure_stays(self, client: FlaskClient, hub: Hub, session: Session) -> None:
        client.post(f"/test/rename/{hub.slug}?status=400&keep=1")

        assert self._contact(session) == "changed"

    def test_a_get_writes_nothing(self, client: FlaskClient, hub: Hub, session: Session) -> None:
        client.get(f"/test/rename/{hub.slug}")

        assert self._contact(session) == ""

    def test_another_hub_is_not_found(self, client: FlaskClient, hub: Hub) -> None:
        assert client.post("/test/rename/midori").status_code == 404


class TestForms:
    """CSRF tokens."""

    def test_a_form_without_its_token_is_refused(
        self, strict_client: FlaskClient, hub: Hub, session: Session
    ) -> None:
        answer = strict_client.post(f"/test/rename/{hub.slug}")

        assert answer.status_code == 400
        assert "もう一度送ってください" in answer.text

    def test_with_its_token_it_passes(self, strict_client: FlaskClient, hub: Hub) -> None:
        page = strict_client.get("/desk/sign-in").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token

        answer = strict_client.post(f"/test/rename/{hub.slug}", data={"csrf_token": token[1]})

        assert answer.status_code == 200

    def test_the_cookie_is_for_this_site_and_not_for_scripts(
        self, strict_client: FlaskClient
    ) -> None:
        cookie = strict_client.get("/desk/sign-in").headers["Set-Cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_on_https_the_cookie_is_secure(self) -> None:
        made = create_app(settings().model_copy(update={"base_url": "https://hub.example.jp"}))

        assert made.config["SESSION_COOKIE_SECURE"]


class TestBanners:
    """Practice and rehearsal are said on every page."""

    def test_practice_is_said(self, client: FlaskClient) -> None:
        for path in ("/", "/desk/sign-in", "/no/such/page"):
            assert "練習用" in client.get(path).text

    def test_a_moved_clock_is_said(self, engine: Engine) -> None:
        made = create_app(settings().model_copy(update={"clock_offset": 86400.0}))
        made.config.update(ENGINE=engine, TESTING=True)

        assert "リハーサル中" in made.test_client().get("/desk/sign-in").text

    def test_real_work_shows_neither(self, engine: Engine) -> None:
        made = create_app(settings().model_copy(update={"practice": False}))
        made.config.update(ENGINE=engine, TESTING=True)

        page = made.test_client().get("/desk/sign-in").text
        assert "練習用" not in page
        assert "リハーサル中" not in page


class TestStaticFiles:
    """One light sheet, kept forever under a name that changes with it."""

    def test_the_sheet_is_immutable_under_its_hashed_name(self, client: FlaskClient) -> None:
        page = client.get("/desk/sign-in").text
        url = re.search(r'href="(/static/notifier\.[0-9a-f]{12}\.css)"', page)
        assert url

        answer = client.get(url[1], buffered=True)

        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(answer.data) + len(page.encode()) < 100 * 1024

    def test_no_way_out_of_the_folder(self, client: FlaskClient) -> None:
        assert client.get("/static/../app.py").status_code == 404
        assert client.get("/static/%2e%2e/app.py").status_code == 404


def test_every_view_module_is_found_by_itself(app: Flask) -> None:
    for name in ("desk", "admin", "public", "submit", "reader", "hooks"):
        folder = Path(front.__file__).parent / name
        assert name in app.blueprints
        assert (folder / "__init__.py").exists()


def test_the_links_at_the_head_are_pages(client: FlaskClient, hub: Hub) -> None:
    """None is a file to be downloaded."""
    page = client.get(f"/{hub.slug}/").text
    header = page[page.index("<header") : page.index("</header>")]
    links = re.findall(r'href="(/[^"]+)"', header)
    assert f"/{hub.slug}/" in links
    for link in links:
        assert client.get(link).mimetype == "text/html", link


def test_the_bare_address_leads_somewhere(client: FlaskClient, hub: Hub) -> None:
    assert client.get("/").status_code in {200, 302}


def test_a_staff_page_says_who_is_signed_in(client: FlaskClient, hub: Hub, sign_in: SignIn) -> None:
    sign_in(client, "editor", hub, name="<編集>")

    page = client.get("/desk/").text
    assert "&lt;編集&gt; さん" in page
    assert hub.name in page
