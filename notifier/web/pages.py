"""The pages behind granian: Flask in a few threads, each request with its whole body.

Pages compute, so only a few run at once. Neither a slow uplink nor a slow reader takes a place among
them: the body is there before a page begins, and what it made is sent after it has ended.
"""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask import Flask, request
from werkzeug.wrappers import Response

from notifier.web.rsgi_types import HTTPProtocol, Scope
from notifier.web.whole_body import announced, whole_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PAGES_A_CORE = 2  # a page waits for the database about as long as it computes
BODIES_AT_ONCE = 256  # of 12 MB at most, the large ones each in a file
FAILED = "notifier.failed"
UNPREFIXED = ("CONTENT_TYPE", "CONTENT_LENGTH")


class Pages:
    """Answers with the pages of ``app``."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._most: int = app.config["MAX_CONTENT_LENGTH"]
        self._receiving = asyncio.Semaphore(BODIES_AT_ONCE)
        self._threads = ThreadPoolExecutor(
            PAGES_A_CORE * (os.cpu_count() or 1), thread_name_prefix="page"
        )

    async def answer(
        self,
        scope: Scope,
        protocol: HTTPProtocol,
        *,
        body: IO[bytes] | None = None,
        failed: Exception | None = None,
    ) -> None:
        """Answer one request; ``body`` if it was read, ``failed`` if its answer is about that.

        Raises ``SenderGoneError``.
        """
        if body is None:
            body = await self._body(scope, protocol)
        environ = environ_of(scope, body) | {FAILED: failed}
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._threads, self._page, environ)
        protocol.response_bytes(made.status_code, made.headers.to_wsgi_list(), made.get_data())

    async def _body(self, scope: Scope, protocol: HTTPProtocol) -> IO[bytes]:
        """What is announced as too large is left unread: whoever answers refuses it by that word.

        Only who brings a body waits for a place to have it received.
        """
        length = announced(scope)
        if not 0 < length <= self._most:
            return BytesIO()
        async with self._receiving:
            return await whole_body(protocol, length)

    def _page(self, environ: "WSGIEnvironment") -> Response:
        with closing(environ["wsgi.input"]):
            return Response.from_app(self._app, environ, buffered=True)


def environ_of(scope: Scope, body: IO[bytes]) -> "WSGIEnvironment":
    """A request as WSGI tells it (PEP 3333), its ``body`` ready to be read."""
    host, _, port = scope.server.rpartition(":")
    visitor = scope.client.rpartition(":")[0]
    return {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": visitor.strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    } | _headers(scope)


def _headers(scope: Scope) -> dict[str, str]:
    """One text a name. WSGI writes ``-`` and ``_`` alike, so a name with ``_`` is left out: it
    could pass for what a proxy wrote.
    """
    found = {"HTTP_HOST": scope.authority} if scope.authority else {}
    for name, text in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in UNPREFIXED else f"HTTP_{key}"
        between = "; " if name == "cookie" else ","
        found[key] = found[key] + between + text if key in found else text
    return found


def raise_failed() -> None:
    """Before a page: raise what the short way met, so that it gets its page."""
    error = request.environ.get(FAILED)
    if error is not None:
        raise error
