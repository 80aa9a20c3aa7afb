"""What nobody may get by asking the pages in the wrong way."""

import pytest
from flask import Flask, request
from sqlalchemy import Engine

from notifier.config import settings
from notifier.web.app import create_app
from notifier.web.visitor import visitor

TOKEN = "abc-personal-link"


def test_a_crash_is_logged_without_the_personal_link(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/test/crash/<token>")
    def crash(token: str) -> str:
        raise RuntimeError(token)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get(f"/test/crash/{TOKEN}")
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
