"""The simulator as a web application: LINE's endpoints, the control API and pages for people."""

import secrets
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from notifier.config import LOOPBACK_HOSTS
from notifier.kit import clock as kit_clock
from notifier.simulator import control_api, insight, mailbox, phone, reading, sending
from notifier.simulator.answers import new_request_id
from notifier.simulator.rules import MAX_BODY_BYTES
from notifier.simulator.server import open_server
from notifier.simulator.store import Store

LINE_PATHS = ("/v2/", "/oauth2/")
CONTROL_PATHS = ("/_sim/",)
# A bulk of practice friends or a photo is larger than anything LINE itself would take.
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
SECURITY_HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def create_app(
    *,
    database: Path,
    mail_dir: Path,
    clock: Callable[[], datetime] = kit_clock.now,
    waits_for_disk: bool = True,
) -> Flask:
    """The simulator over its own SQLite file and the Maildir our service delivers into.

    ``waits_for_disk=False``: what it accepted outlives its process, but not a loss of power.
    """
    app = Flask(__name__, template_folder="templates", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_UPLOAD_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["simulator_store"] = Store(database, clock, waits_for_disk=waits_for_disk)
    app.extensions["simulator_mail_dir"] = mail_dir
    app.extensions["rate_limit"] = sending.RateLimit()
    for room in (sending, reading, insight, control_api, phone, mailbox):
        app.register_blueprint(room.blueprint)
    app.before_request(_guard)
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _on_http_error)
    app.jinja_env.globals["csp_nonce"] = _nonce
    app.jinja_env.autoescape = True
    return app


def serve(host: str, port: int, database: Path, mail_dir: Path) -> None:
    """Serve until the process is told to stop."""
    app = create_app(database=database, mail_dir=mail_dir)
    server = open_server(host, port, app)
    try:
        server.serve_forever()
    finally:
        server.server_close()
        app.extensions["simulator_store"].close()


def _guard() -> Response | None:
    """Loopback only, and no page of another site may act through somebody's browser."""
    g.csp_nonce = secrets.token_urlsafe(16)
    host = urlsplit(f"//{request.host}").hostname
    if request.remote_addr not in LOOPBACK_HOSTS or host not in LOOPBACK_HOSTS:
        return _refuse(HTTPStatus.FORBIDDEN, "The simulator answers on loopback only")
    origin = request.headers.get("Origin")
    if request.method != "GET" and origin and urlsplit(origin).netloc != request.host:
        return _refuse(HTTPStatus.FORBIDDEN, "Other origins may not act here")
    if request.path.startswith("/v2/") and (request.content_length or 0) > MAX_BODY_BYTES:
        return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request body is too large")
    return None


def _headers(response: Response) -> Response:
    if request.path.startswith(LINE_PATHS):
        response.headers.setdefault("x-line-request-id", new_request_id())
    nonce = _nonce()
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'self'",
    )
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _on_http_error(error: HTTPException) -> Response | HTTPException:
    """LINE's form of an error where LINE is played; Werkzeug's page elsewhere."""
    if request.path.startswith((*LINE_PATHS, *CONTROL_PATHS)):
        return _refuse(HTTPStatus(error.code or 500), error.name)
    return error


def _refuse(status: HTTPStatus, message: str) -> Response:
    response = jsonify({"message": message})
    response.status_code = status
    return response


def _nonce() -> str:
    return str(g.get("csp_nonce") or "")
