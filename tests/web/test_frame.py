"""The frame: headers, error pages, banners, transactions, static files, operators' addresses."""

import re
from io import BytesIO
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit import broker, errors
from notifier.web import front
from notifier.web.app import MAX_UPLOAD_BYTES, create_app
from notifier.web.headers import as_preview
from notifier.web.session import db, hub_of, keep_changes
from tests.web.conftest import SignIn


@pytest.fixture
def app(open_app: Flask) -> Flask:
    """The application with a few pages of the tests' own."""
    app = open_app

    @app.route("/test/rename/<slug>", methods=["GET", "POST"])
    def rename(slug: str) -> tuple[str, int]:
        hub_of(slug).contact = "changed"
        db().flush()
        if "raise" in request.args:
            raise errors.BadInputError("<b>だめ</b>です。")
        if "keep" in request.args:
            keep_changes()
        return "ok", int(request.args.get("status", "200"))

    @app.get("/test/preview")
    def preview() -> object:
        return as_preview("<p style='color:red'>見本</p>")

    _add_failing_pages(app)
    return app


def _add_failing_pages(app: Flask) -> None:
    @app.get("/test/error/<name>")
    def fail(name: str) -> str:
        raise getattr(errors, name)("わけを話します。")

    @app.get("/test/database")
    def database_gone() -> str:
        raise OperationalError("SELECT", {}, Exception("gone"))

    @app.post("/test/read")
    def read() -> str:
        return str(len(request.get_data()))

    @app.get("/test/dates")
    def undefined() -> str:
        return render_template_string("{{ not_given }}")


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


class TestErrors:
    """Each kind of error has one page."""

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("BadInputError", 400),
            ("NotAllowedError", 403),
            ("NotFoundError", 404),
            ("ConflictError", 409),
            ("ExpiredLinkError", 410),
            ("TooManyError", 429),
            ("UnavailableError", 503),
        ],
    )
    def test_a_foreseen_error_is_a_page_that_says_what_to_do(
        self, client: FlaskClient, name: str, status: int
    ) -> None:
        answer = client.get(f"/test/error/{name}")

        assert answer.status_code == status
        assert "わけを話します。" in answer.text
        assert ("Retry-After" in answer.headers) == (status in {429, 503})

    def test_a_missing_page(self, client: FlaskClient) -> None:
        answer = client.get("/no/such/page/at/all")

        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.text

    def test_words_of_an_error_are_text_never_markup(self, client: FlaskClient, hub: Hub) -> None:
        answer = client.post(f"/test/rename/{hub.slug}?raise=1")

        assert "&lt;b&gt;だめ&lt;/b&gt;です。" in answer.text

    def test_a_database_that_is_gone_says_what_to_do(self, client: FlaskClient) -> None:
        answer = client.get("/test/database")

        assert answer.status_code == 503
        assert "1分ほど待って" in answer.text
        assert "Traceback" not in answer.text

    def test_no_traceback_reaches_a_visitor(self, app: Flask) -> None:
        app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
        answer = app.test_client().get("/test/dates")

        assert answer.status_code == 500
        assert "こちらの不具合" in answer.text
        assert "not_given" not in answer.text

    def test_too_large_an_upload_is_refused_unread(self, app: Flask) -> None:
        body = UnreadableBody()
        environ: dict[str, object] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/test/read",
            "CONTENT_LENGTH": str(MAX_UPLOAD_BYTES + 1),
            "wsgi.input": body,
        }
        setup_testing_defaults(environ)
        seen: list[str] = []
        page = app(environ, lambda status, _headers: seen.append(status))

        text = b"".join(page).decode()
        page.close()
        assert seen == ["413 REQUEST ENTITY TOO LARGE"]
        assert "12MBまで" in text
        assert not body.was_read


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


class TestOperators:
    """/healthz, /readyz, /metrics."""

    def test_alive(self, client: FlaskClient) -> None:
        assert client.get("/healthz").text == "ok\n"

    def test_ready_says_what_is_missing(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(broker, "answers", lambda: False)

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json
        assert answer.json["database"] == "ok"
        assert answer.json["broker"] == "no answer"

    def test_a_database_that_is_gone_is_said(self, app: Flask) -> None:
        app.config["ENGINE"] = create_engine("sqlite:////nonexistent/nowhere.sqlite3")

        answer = app.test_client().get("/readyz")

        assert answer.status_code == 503
        assert answer.json
        assert answer.json["database"].startswith("no answer")
        assert app.test_client().get("/").status_code == 503

    def test_metrics_count_without_addresses(self, client: FlaskClient) -> None:
        client.get("/no/such/page?email=a@example.jp")

        text = client.get("/metrics").text
        assert "notifier_http_requests_total" in text
        assert "example.jp" not in text


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


class UnreadableBody(BytesIO):
    """A body that remembers whether somebody read it."""

    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        """Note that it was read."""
        del size
        self.was_read = True
        return b""
