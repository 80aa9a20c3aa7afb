"""Every foreseen error becomes one page, here and nowhere else.

Error pages touch no database: it may be what is gone.
"""

from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, make_response, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from notifier.kit import errors
from notifier.web.desk.sign_in import choose_hub_keeping, sign_in_keeping
from notifier.web.guard import HubNeededError, SignInNeededError, hub_chooser, sign_in_page
from notifier.web.kept import Kept, kept_form
from notifier.web.session import abandon

log = structlog.get_logger()

SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says."""

    status: int
    title: str
    advice: str


PAGES: dict[type[errors.NotifierError], ErrorPage] = {
    errors.BadInputError: ErrorPage(
        400, "入力を確かめてください", "前の画面に戻り、直してからもう一度お試しください。"
    ),
    errors.NotAllowedError: ErrorPage(
        403,
        "このページは使えません",
        "役割を変える必要があるときは、拠点の管理者に頼んでください。",
    ),
    errors.NotFoundError: ErrorPage(
        404,
        "ページが見つかりません",
        "住所（URL）を確かめるか、拠点のはじめのページからお探しください。",
    ),
    errors.ConflictError: ErrorPage(
        409,
        "ほかの人が先に変更しました",
        "だれの入力も上書きしていません。前の画面に戻って読み直し、いまの内容を確かめてからもう一度操作してください。",
    ),
    errors.ExpiredLinkError: ErrorPage(
        410,
        "このリンクは使えなくなりました",
        "一度使ったか、期限がすぎています。新しいリンクを出してもらってください。",
    ),
    errors.TooManyError: ErrorPage(
        429, "少し時間をおいてください", "続けてのお申し込みを一時的に止めています。"
    ),
    errors.UnavailableError: ErrorPage(
        503,
        "いま、つながりにくくなっています",
        "1分ほど待って、もう一度お試しください。続くときは拠点に電話でお知らせください。",
    ),
}
UNAVAILABLE = PAGES[errors.UnavailableError]
HTTP_PAGES: dict[int, ErrorPage] = {
    400: PAGES[errors.BadInputError],
    403: PAGES[errors.NotAllowedError],
    404: PAGES[errors.NotFoundError],
    405: ErrorPage(405, "この操作はできません", "はじめのページからやり直してください。"),
    410: PAGES[errors.ExpiredLinkError],
    413: ErrorPage(
        413,
        "ファイルが大きすぎます",
        "12MBまで受け取れます。写真は小さくするか枚数を分けて、もう一度お送りください。",
    ),
    429: PAGES[errors.TooManyError],
    500: ErrorPage(
        500,
        "こちらの不具合で表示できませんでした",
        "入力は保存されていません。もう一度お試しください。続くときは拠点にお知らせください。",
    ),
    503: UNAVAILABLE,
}
FORM_TOO_OLD = ErrorPage(
    400,
    "もう一度送ってください",
    "画面を開いてから時間がたったか、別の画面で入り直したため、安全のために受け取りませんでした。"
    "前の画面に戻り、読み直してからもう一度送ってください。",
)


STILL_HERE = ErrorPage(
    400,
    "もう一度送ってください",
    "画面を開いてから時間がたったため、安全のために、まだ受け取っていません。"
    "入力したものは残っています。下のボタンを押すと送れます。",
)
SENT_AGAIN = frozenset({500, 503})


def register_errors(app: Flask) -> None:
    """Tell ``app`` which page answers which error."""
    app.register_error_handler(errors.NotifierError, _on_notifier_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(SignInNeededError, _on_sign_in_needed)
    app.register_error_handler(HubNeededError, _on_hub_needed)
    for gone in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(gone, _on_database_gone)
    app.register_error_handler(DatabaseError, _on_database_error)
    for impossible in (OverflowError, DataError):
        app.register_error_handler(impossible, _on_impossible_value)


def error_page(page: ErrorPage, message: str = "", kept: Kept | None = None) -> Response:
    """The page of an error; what the view had begun is dropped first.

    A fault of ours gives back what was typed (``kept``), so that it is not typed twice.
    """
    abandon()
    if page.status in SENT_AGAIN:
        kept = kept_form()
    request_id = g.get("request_id", "")
    html = render_template(
        "web/error.html",
        page=page,
        message=message,
        request_id=request_id,
        hub_name=_hub_name(),
        way_out=_way_out(),
        kept=kept,
    )
    response = make_response(html, page.status)
    response.headers["Cache-Control"] = "no-store"
    if page.status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def _hub_name() -> str:
    name: str = g.get("hub_name", "")
    return name


def _way_out() -> str:
    """The first page of the part of the site somebody got lost in."""
    if request.path.startswith(("/desk", "/admin")):
        return url_for("desk.today")
    slug = (request.view_args or {}).get("hub_slug") if _hub_name() else None
    return url_for("public.home", hub_slug=slug) if slug else url_for("front.home")


def _on_notifier_error(error: errors.NotifierError) -> Response:
    page = next(PAGES[kind] for kind in type(error).__mro__ if kind in PAGES)
    return error_page(page, str(error))


def _on_csrf_error(_error: CSRFError) -> Response:
    kept = kept_form()
    if kept is None:
        return error_page(FORM_TOO_OLD)
    if kept.is_for_staff and "_user_id" not in session:
        return make_response(sign_in_keeping(kept))
    return error_page(STILL_HERE, kept=kept)


def _on_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < HTTP_PAGES_FROM:
        answer = error.get_response()
        return make_response(answer)
    if error.code >= SERVER_ERROR:
        log.error("web.failed", endpoint=request.endpoint, request_id=g.get("request_id"))
    return error_page(HTTP_PAGES.get(error.code, HTTP_PAGES[400]))


def _on_sign_in_needed(error: SignInNeededError) -> Response:
    abandon()
    kept = kept_form()
    return make_response(sign_in_keeping(kept) if kept else sign_in_page(error))


def _on_hub_needed(error: HubNeededError) -> Response:
    abandon()
    kept = kept_form()
    return make_response(choose_hub_keeping(kept) if kept else hub_chooser(error))


def _on_database_gone(error: Exception) -> Response:
    log.error("web.database_gone", endpoint=request.endpoint, kind=type(error).__name__)
    return error_page(UNAVAILABLE)


def _on_impossible_value(error: Exception) -> Response:
    """A number or sign no table can hold: whatever was meant, it is not there."""
    log.warning("web.impossible_value", endpoint=request.endpoint, error=type(error).__name__)
    return error_page(HTTP_PAGES[404])


def _on_database_error(error: DatabaseError) -> Response:
    """The bare class is a damaged file; its other kinds are faults of ours."""
    if type(error) is not DatabaseError:
        raise error
    return _on_database_gone(error)


HTTP_PAGES_FROM = 400
