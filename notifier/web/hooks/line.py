"""LINE's webhook: the signature over the raw body first, then stored event by event, then 200."""

from http import HTTPStatus

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from notifier.hubs import HubNotFoundError
from notifier.web.answer import Answer
from notifier.web.hooks import blueprint
from notifier.web.hooks.calls import Call, Calls

PATH = "/hooks/line/"
MAX_BYTES = 1_000_000


def answer_call(calls: Calls, asked: Request) -> Answer | None:
    """The answer to a webhook; None when ``asked`` is none, or too large, and the pages answer."""
    slug = asked.path.removeprefix(PATH)
    if asked.method != "POST" or slug == asked.path or "/" in slug:
        return None
    if asked.content_length is None or asked.content_length > MAX_BYTES:
        return None
    return _answer(calls, slug, asked)


@blueprint.post("/line/<hub_slug>")
def receive_line(hub_slug: str) -> Response:
    """Store signed events; 400 or 401 and nothing stored for anything else."""
    request.max_content_length = MAX_BYTES
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge
    calls: Calls = current_app.extensions["calls"]
    return _answer(calls, hub_slug, request).as_response()


def _answer(calls: Calls, slug: str, asked: Request) -> Answer:
    signature = asked.headers.get("X-Line-Signature", "")
    verdict = calls.receive(Call(slug, asked.get_data(cache=False), signature))
    if verdict.status is HTTPStatus.NOT_FOUND:
        raise HubNotFoundError("この名前の拠点は見つかりません。")
    return Answer(verdict.status, text=verdict.words)
