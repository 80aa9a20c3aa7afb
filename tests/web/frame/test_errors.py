"""What a visitor reads when something goes wrong, and what operators' machines do."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from notifier.hubs import Hub
from notifier.kit import broker
from notifier.web.app import MAX_UPLOAD_BYTES


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


class UnreadableBody(BytesIO):
    """A body that remembers whether somebody read it."""

    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        """Note that it was read."""
        del size
        self.was_read = True
        return b""
