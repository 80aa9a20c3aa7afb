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
from notifier.web.hooks.line import answer_call
from notifier.web.operators import count_answer
from notifier.web.public.redirect import Taps, answer_tap
from notifier.web.whole_body import whole_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
        self._ways: tuple[tuple[str, Callable[[Request], Answer | None]], ...] = (
            ("public", lambda asked: answer_tap(taps, asked)),
            ("hooks", lambda asked: answer_call(calls, asked)),
        )

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        asked = Request(environ)
        answer = self._answer(asked)
        if answer is not None:
            return answer.send(start_response, is_secure=asked.is_secure)
        with whole_body(environ, most=self._most), self._lane:
            return self._pages(environ, start_response)

    def _answer(self, asked: Request) -> Answer | None:
        started = time.perf_counter()
        for part, way in self._ways:
            try:
                answer = way(asked)
            except Exception as error:
                asked.environ[FAILED] = error
                return None
            if answer is not None:
                count_answer(part, asked.method, answer.status, started=started)
                return answer
        return None


def _raise_failed() -> None:
    error = request.environ.pop(FAILED, None)
    if error is not None:
        raise error
