"""``/r/<code>``: count and send on, to the stored address alone."""

from flask import redirect, request
from werkzeug.wrappers import Response

from notifier.engagement import count_tap, target_of
from notifier.kit import clock
from notifier.kit.db import writing
from notifier.web.public import blueprint
from notifier.web.reader.words import asked_language
from notifier.web.session import db, engine

PREFETCH = "prefetch"


@blueprint.get("/r/<code>")
def follow_link(code: str) -> Response:
    """302 to where the code leads; an unknown code is a page 404.

    A GET that writes: the count has a short transaction of its own. What only looks ahead (HEAD,
    a browser's prefetch) is sent on without being counted.
    """
    if request.method == "HEAD" or PREFETCH in _purpose():
        url = target_of(db(), code)
    else:
        with writing(engine()) as session:
            url = count_tap(session, code, now=clock.now())
    answer = redirect(_in_language(url))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _in_language(url: str) -> str:
    """``url`` in the reader's language; nothing else of the address is carried over."""
    language = asked_language()
    return url if language == "ja" or "?" in url else f"{url}?lang={language}"


def _purpose() -> str:
    headers = request.headers
    return (headers.get("Sec-Purpose", "") + headers.get("Purpose", "")).lower()
