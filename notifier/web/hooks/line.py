"""LINE's webhook: the signature over the raw body first, then stored event by event, then 200."""

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_path_info

from notifier.hubs import HubNotFoundError
from notifier.web.answer import Answer
from notifier.web.hooks import blueprint
from notifier.web.hooks.calls import Call, Calls
from notifier.web.whole_body import announced, pieces

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH = "/hooks/line/"
MAX_BYTES = 1_000_000


def answer_call(calls: Calls, asked: "WSGIEnvironment") -> Answer | None:
    """The answer to a webhook; None when ``asked`` is none, or too large, and the pages answer."""
    slug = get_path_info(asked).removeprefix(PATH)
    length = announced(asked)
    if asked["REQUEST_METHOD"] != "POST" or "/" in slug or not 0 < length <= MAX_BYTES:
        return None
    raw = b"".join(pieces(asked, length))
    asked["wsgi.input"] = io.BytesIO(raw)  # for the page of an error: a socket gives it only once
    return _answer(calls, Call(slug, raw, asked.get("HTTP_X_LINE_SIGNATURE", "")))


@blueprint.post("/line/<hub_slug>")
def receive_line(hub_slug: str) -> Response:
    """Store signed events; 400 or 401 and nothing stored for anything else."""
    request.max_content_length = MAX_BYTES
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge
    calls: Calls = current_app.extensions["calls"]
    signature = request.headers.get("X-Line-Signature", "")
    return _answer(calls, Call(hub_slug, request.get_data(cache=False), signature)).as_response()


def _answer(calls: Calls, call: Call) -> Answer:
    verdict = calls.receive(call)
    if verdict.status is HTTPStatus.NOT_FOUND:
        raise HubNotFoundError("この名前の拠点は見つかりません。")
    return Answer(verdict.status, text=verdict.words)
