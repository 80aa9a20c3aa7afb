"""The short way: taps and LINE's webhook are answered before Flask begins.

Just after an issue these two are asked for more than all pages together, and all they need is a
look and a commit, which they share with whoever waits at the same moment (kit.group_commit). Who
waits is a coroutine and takes no thread.
"""

import time
from collections.abc import Awaitable
from io import BytesIO
from typing import IO

from flask import Flask

from notifier.kit.group_commit import GroupCommit
from notifier.web.answer import Answer
from notifier.web.hooks.calls import Calls
from notifier.web.hooks.line import answer_call, is_call
from notifier.web.operators import count_answer
from notifier.web.pages import Pages
from notifier.web.public.redirect import Taps, answer_tap, is_tap
from notifier.web.rsgi_types import HTTPProtocol, Scope
from notifier.web.whole_body import SenderGoneError, announced, short_body


class ShortWay:
    """``app`` as granian serves it, with the short way in front.

    What fails there gets its page from Flask; who is gone before their body came gets no answer.
    """

    def __init__(self, app: Flask) -> None:
        self._pages = Pages(app)
        self._proxies: int = app.config["SETTINGS"].trusted_proxies
        taps: Taps = app.extensions["taps"]
        calls: Calls = app.extensions["calls"]
        self._taps = GroupCommit(taps.count)
        self._calls = GroupCommit(calls.receive)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        try:
            if is_tap(scope):
                await self._send("public", answer_tap(self._taps, scope), scope, protocol)
            elif is_call(scope):
                raw = await short_body(protocol, announced(scope))
                answer = answer_call(self._calls, scope, raw)
                await self._send("hooks", answer, scope, protocol, body=BytesIO(raw))
            else:
                await self._pages.answer(scope, protocol)
        except SenderGoneError:
            return

    async def _send(
        self,
        part: str,
        coming: Awaitable[Answer],
        scope: Scope,
        protocol: HTTPProtocol,
        *,
        body: IO[bytes] | None = None,
    ) -> None:
        started = time.perf_counter()
        try:
            answer = await coming
        except Exception as error:
            await self._pages.answer(scope, protocol, body=body, failed=error)
        else:
            count_answer(part, scope.method, answer.status, started=started)
            answer.send(protocol, is_secure=self._is_secure(scope))

    def _is_secure(self, scope: Scope) -> bool:
        """Whether the visitor came by https, by the word of the outermost proxy we trust."""
        schemes = scope.headers.get("x-forwarded-proto", "").split(",")
        if self._proxies and len(schemes) >= self._proxies:
            return schemes[-self._proxies].strip() == "https"
        return scope.scheme == "https"
