"""The application with pages that fail."""

import pytest
from flask import Flask, render_template_string, request
from sqlalchemy.exc import OperationalError

from notifier.kit import errors
from notifier.web.headers import as_preview
from notifier.web.session import db, hub_of, keep_changes


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
