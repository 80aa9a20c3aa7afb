"""The short way: taps and LINE's webhook are answered before Flask begins.

Just after an issue these two are asked for more than all pages together, and all they need is a
look and a commit, which they share with whoever waits at the same moment (kit.group_commit). So
many may wait; of the pages, which compute, a few run at once.
"""

import os
import time
from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.wrappers import Request

from notifier.web.answer import Answer
from notifier.web.hooks.calls import Calls
from notifier.web.hooks.line import PATH as CALLS
from notifier.web.hooks.line import answer_call
from notifier.web.operators import count_answer
from notifier.web.public.redirect import PATH as TAPS
from notifier.web.public.redirect import Taps, answer_tap
from notifier.web.whole_body import whole_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Way = Callable[[WSGIEnvironment], Answer | None]

PAGES_A_CORE = 2  # a page waits for the database about as long as it computes
FAILED = "notifier.failed"


class ShortWay:
    """The application with the short way in front; what fails there gets its page from Flask."""

    def __init__(self, app: Flask) -> None:
        self._pages: WSGIApplication = app.wsgi_app
        self._most: int = app.config["MAX_CONTENT_LENGTH"]
        self._lane = BoundedSemaphore(PAGES_A_CORE * (os.cpu_count() or 1))
        taps, calls = Taps(app), Calls(app)
        app.extensions |= {"taps": taps, "calls": calls}
        app.before_request(_raise_failed)
        self._ways: tuple[tuple[str, str, Way], ...] = (
            (TAPS, "public", lambda asked: answer_tap(taps, Request(asked))),
            (CALLS, "hooks", lambda asked: answer_call(calls, asked)),
        )

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answer(environ)
        if answer is not None:
            is_secure = environ["wsgi.url_scheme"] == "https"
            return answer.send(start_response, is_secure=is_secure)
        with whole_body(environ, most=self._most), self._lane:
            return self._pages(environ, start_response)

    def _answer(self, environ: "WSGIEnvironment") -> Answer | None:
        path = environ.get("PATH_INFO", "")
        for start, part, way in self._ways:
            if path.startswith(start):
                return _try(way, part, environ)
        return None


def _try(way: "Way", part: str, environ: "WSGIEnvironment") -> Answer | None:
    started = time.perf_counter()
    try:
        answer = way(environ)
    except Exception as error:
        environ[FAILED] = error
        return None
    if answer is not None:
        count_answer(part, environ["REQUEST_METHOD"], answer.status, started=started)
    return answer


def _raise_failed() -> None:
    error = request.environ.pop(FAILED, None)
    if error is not None:
        raise error
