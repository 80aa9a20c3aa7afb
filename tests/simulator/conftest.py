"""A simulator on a port of its own, with one channel, a clock that stands still, and a webhook."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from notifier.simulator import Control, Running, start
from notifier.wire import line

CHANNEL, SECRET = "1650000001", "0123456789abcdef0123456789abcdef"


class Clock:
    """A clock a test moves by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Hook:
    """Our service's webhook address: keeps what it got, answers what it is told."""

    url: str = ""
    status: int = 200
    taken: list[tuple[bytes, str]] = field(default_factory=list)


def user(number: int) -> str:
    """A well-formed user id."""
    return f"U{number:032x}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail_dir(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def simulator(tmp_path: Path, mail_dir: Path, clock: Clock) -> Iterator[Running]:
    running = start(database=tmp_path / "simulator.sqlite3", mail_dir=mail_dir, clock=clock)
    yield running
    running.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    kept = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.taken.append((body, self.headers.get("x-line-signature", "")))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/line/readers/webhook"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def control(simulator: Running, hook: Hook) -> Control:
    """The control client; the channel stands, with friends 1 to 3."""
    client = Control(simulator.url)
    client.put_channel(CHANNEL, SECRET, name="港のひろば", webhook_url=hook.url)
    client.add_friends(CHANNEL, [user(n) for n in (1, 2, 3)])
    return client


@pytest.fixture
def token(simulator: Running, control: Control) -> str:
    return line.issue_token(simulator.url, CHANNEL, SECRET).value
