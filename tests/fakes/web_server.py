"""A web server on loopback that answers as a test says, and a door that may visit it alone.

The guard against inward addresses stays whole: only the one origin of this server passes it, so
a redirect to anywhere else inside is refused as in real life.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from unittest.mock import patch
from urllib.parse import urlsplit

from notifier.wire import http


@dataclass
class Answer:
    """What the server says at one path; ``stream`` sends that many further bytes, in pieces."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stream: int = 0


@dataclass
class WebServer:
    """The running server: its origin, its answers by path, and what it was asked."""

    origin: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0

    def fetch(self, url: str, **options: Any) -> http.Fetched:
        """``http.fetch`` for which this server counts as public, and nothing else that is not."""
        own, real = urlsplit(self.origin), http._public_address

        def address(wanted: str) -> str:
            return "127.0.0.1" if urlsplit(wanted).netloc == own.netloc else real(wanted)

        with patch.object(http, "_public_address", address):
            return http.fetch(url, **options)


@contextmanager
def web_server() -> Iterator[WebServer]:
    """The server, until the test ends."""

    class Handler(BaseHTTPRequestHandler):
        running: ClassVar[WebServer]

        def do_GET(self) -> None:
            running = self.running
            running.asked.append((self.path, dict(self.headers)))
            answer = running.answers.get(self.path, Answer(status=404))
            marks = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
            known = any(
                self.headers.get(asked) and self.headers[asked] == answer.headers.get(told)
                for asked, told in marks.items()
            )
            self.send_response(304 if known else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not known:
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            try:
                self.wfile.write(answer.body)
                for _ in range(answer.stream // 65_536):
                    self.wfile.write(b"x" * 65_536)
                    self.running.sent += 65_536
            except OSError:
                pass  # the reader hung up, which is what the cap is for

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = WebServer(f"http://127.0.0.1:{server.server_port}")
    Handler.running = running
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
