"""Make the web application: one frame that every blueprint hangs in."""

import importlib
import pkgutil
import secrets
from datetime import timedelta
from pathlib import Path
from types import ModuleType, TracebackType

import structlog
from flask import Flask, Response, g, request
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from notifier.config import Settings
from notifier.config import settings as read_settings
from notifier.kit import logs
from notifier.web import (
    admin,
    desk,
    front,
    hooks,
    operators,
    public,
    reader,
    review,
    session,
    submit,
)
from notifier.web.csrf import csrf
from notifier.web.errors import register_errors
from notifier.web.guard import login_manager
from notifier.web.headers import add_headers
from notifier.web.hooks.calls import Calls
from notifier.web.page_values import register_page_values
from notifier.web.pages import raise_failed
from notifier.web.public.redirect import Taps
from notifier.web.static_files import serve_static_files

log = structlog.get_logger()

PACKAGE_ROOT = Path(__file__).parents[2]
MAX_UPLOAD_BYTES = 12 * 1024 * 1024
MOST_ROWS = 2**31 - 1
BLUEPRINT_PACKAGES: tuple[ModuleType, ...] = (desk, admin, hooks, submit, reader, review, public)


class RowNumber(IntegerConverter):
    """``<int:…>`` in an address: a number no row can have is a page that is not there."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST_ROWS)


class WebFrame(Flask):
    """Flask, with the transaction of a request ended where its view ends.

    A commit that fails is thus an error of this very request and gets its page.
    """

    def dispatch_request(self) -> BaseResponse:
        """Call the view, then commit or roll back what it did."""
        answer = self.make_response(super().dispatch_request())
        session.finish(answer.status_code)
        return answer

    def log_exception(
        self,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> None:
        """Say where it broke. Flask itself would log the address, which may hold a personal link."""
        log.error(
            "web.crashed",
            endpoint=request.endpoint,
            request_id=g.get("request_id"),
            exc_info=exc_info,
        )


def create_app(settings: Settings | None = None) -> Flask:
    """The application. ``settings`` default to those of the process."""
    chosen = settings or read_settings()
    logs.set_up()
    app = WebFrame(
        "notifier.web",
        template_folder=str(PACKAGE_ROOT / "templates"),
        static_folder=str(Path(__file__).parent / "static"),
    )
    _configure(app, chosen)
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    csrf.init_app(app)
    login_manager.init_app(app)
    Babel(app, default_locale="ja", default_timezone="Asia/Tokyo")
    register_errors(app)
    register_page_values(app, chosen)
    app.extensions |= {"taps": Taps(app), "calls": Calls(app)}
    app.before_request(raise_failed)
    app.before_request(_refuse_too_large)
    app.after_request(add_headers)
    app.after_request(operators.count_request)
    app.teardown_request(session.close)
    _register_blueprints(app)
    serve_static_files(app)
    _trust_proxies(app, chosen.trusted_proxies)
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    app.config.update(
        SETTINGS=chosen,
        ENGINE=None,
        SECRET_KEY=chosen.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(chosen.secret_keys[1:]),
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        SESSION_COOKIE_NAME="notifier_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.base_url.startswith("https://"),
        SESSION_REFRESH_EACH_REQUEST=True,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        # a form may stay open for a day; its token lives as long as the session
        WTF_CSRF_TIME_LIMIT=None,
        # pages of personal links send no referrer, so https forms cannot be judged by it
        WTF_CSRF_SSL_STRICT=False,
    )


def _register_blueprints(app: Flask) -> None:
    """Find the view files of each folder, then hang its blueprint into the frame."""
    for package in BLUEPRINT_PACKAGES:
        for found in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{found.name}")
        app.register_blueprint(package.blueprint)
    csrf.exempt(hooks.blueprint)
    app.register_blueprint(operators.blueprint)
    app.register_blueprint(front.blueprint)


def _trust_proxies(app: Flask, count: int) -> None:
    """Take the visitor's address and scheme from the proxies in front; never the host.

    Links are made of NOTIFIER_BASE_URL alone, so nobody steers them by a header.
    """
    if count:
        trusting = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)
        app.wsgi_app = trusting  # type: ignore[method-assign]


def _refuse_too_large() -> Response | None:
    """Say no by the announced length, before anything is read."""
    g.request_id = secrets.token_hex(4)
    if (request.content_length or 0) > MAX_UPLOAD_BYTES:
        raise RequestEntityTooLarge
    return None
