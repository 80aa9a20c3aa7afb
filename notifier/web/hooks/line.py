"""LINE's webhook: the signature over the raw body first, then stored event by event, then 200."""

from http import HTTPStatus

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from notifier.hubs import HubNotFoundError
from notifier.kit.group_commit import GroupCommit
from notifier.web.answer import Answer
from notifier.web.hooks import blueprint
from notifier.web.hooks.calls import Call, Calls, Verdict
from notifier.web.rsgi_types import Scope
from notifier.web.whole_body import announced

PATH = "/hooks/line/"
MAX_BYTES = 1_000_000
SHORT = 64 * 1024  # ten times what LINE sends; a larger one is received as the pages' bodies are


def is_call(asked: Scope) -> bool:
    """Whether the short way answers it: a webhook of ordinary size."""
    return (
        asked.path.startswith(PATH)
        and "/" not in asked.path.removeprefix(PATH)
        and asked.method == "POST"
        and 0 < announced(asked) <= SHORT
    )


async def answer_call(calls: GroupCommit[Call, Verdict], asked: Scope, raw: bytes) -> Answer:
    """The answer to a webhook. Raises ``HubNotFoundError``."""
    signature = asked.headers.get("x-line-signature", "")
    return _answer(await calls.do(Call(asked.path.removeprefix(PATH), raw, signature)))


@blueprint.post("/line/<hub_slug>")
def receive_line(hub_slug: str) -> Response:
    """Store signed events; 400 or 401 and nothing stored for anything else."""
    request.max_content_length = MAX_BYTES
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge
    calls: Calls = current_app.extensions["calls"]
    signature = request.headers.get("X-Line-Signature", "")
    [verdict] = calls.receive([Call(hub_slug, request.get_data(cache=False), signature)])
    return _answer(verdict).as_response()


def _answer(verdict: Verdict) -> Answer:
    if verdict.status is HTTPStatus.NOT_FOUND:
        raise HubNotFoundError("この名前の拠点は見つかりません。")
    return Answer(verdict.status, text=verdict.words)
