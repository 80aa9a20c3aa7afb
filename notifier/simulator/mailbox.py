"""The practice mailbox: every mail our service sent, as its reader would find it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup, escape

from notifier.config import is_loopback
from notifier.kit import clock
from notifier.kit.errors import NotFoundError, NotifierError
from notifier.simulator import maildir
from notifier.simulator.store import moment
from notifier.wire import http

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox")
PAGE = 50
OK = 200
WEB_ADDRESS = re.compile(r"(https?://[^\s<>\"「」（）]+)")
# The mail stands in a frame without scripts and without a way out but a new window.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


class NotHereError(NotifierError):
    """The one-click address leaves this machine, or there is none."""


@blueprint.get("/")
def index() -> str:
    """The mails, newest first."""
    offset = max(0, request.args.get("offset", 0, type=int))
    to = request.args.get("to", "").strip()
    heads = maildir.list_mails(_mail_dir(), to=to, offset=offset, limit=PAGE + 1)
    rows = [(head, clock.say_moment(moment(head.arrived_ns // 1_000_000))) for head in heads]
    return render_template(
        "mailbox.html",
        rows=rows[:PAGE],
        to=to,
        total=maildir.count_mails(_mail_dir()),
        older=offset + PAGE if len(rows) > PAGE else None,
        newer=max(0, offset - PAGE) if offset else None,
    )


@blueprint.get("/<key>")
def show(key: str) -> str:
    """One mail."""
    return _page(key)


@blueprint.get("/<key>/html")
def html_part(key: str) -> Response:
    """The HTML part alone, for the frame; its policy allows no script and no request."""
    mail = maildir.read_mail(_mail_dir(), key)
    page = '<base target="_blank">' + (mail.html or "<p>HTML版はありません。</p>")
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@blueprint.post("/<key>/unsubscribe")
def unsubscribe(key: str) -> str:
    """The one-click POST of RFC 8058, as a mail program sends it."""
    mail = maildir.read_mail(_mail_dir(), key)
    url = mail.one_click_url
    if not url or not is_loopback(url):
        raise NotHereError("この機械の外にあるアドレスには送りません。")
    parts = urlsplit(url)
    try:
        with http.vendor(f"{parts.scheme}://{parts.netloc}") as client:
            status = client.post(url, data={"List-Unsubscribe": "One-Click"}).status_code
    except httpx2.HTTPError:
        return _page(key, "配信サービスにつながりませんでした。動いているか確かめてください。")
    if status == OK:
        return _page(key, "配信停止を送りました。サービスは 200 を返しました。")
    return _page(key, f"配信停止を送りましたが、サービスは {status} を返しました。")


@blueprint.errorhandler(NotifierError)
def _on_error(error: NotifierError) -> tuple[str, int]:
    status = 404 if isinstance(error, NotFoundError) else 400
    return render_template("problem.html", message=str(error)), status


def _page(key: str, said: str = "") -> str:
    mail = maildir.read_mail(_mail_dir(), key)
    stays = bool(mail.one_click_url) and is_loopback(mail.one_click_url)
    return render_template(
        "mail.html", mail=mail, plain=_linked(mail.plain), said=said, one_click=stays
    )


def _linked(text: str) -> Markup:
    """The plain part with its addresses made tappable, everything else escaped."""
    link = Markup('<a href="{0}" rel="noopener noreferrer" target="_blank">{0}</a>')
    return Markup().join(
        link.format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(WEB_ADDRESS.split(text))
    )


def _mail_dir() -> Path:
    found: Path = current_app.extensions["simulator_mail_dir"]
    return found
