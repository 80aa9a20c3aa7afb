"""Requests as granian hands them over, without granian; tests/web/test_served.py asks the real one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from notifier.web.short_way import ShortWay
from tests.fakes import loop


class Headers:
    """Names in lower case, one as often as it came."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = [(name.lower(), text) for name, text in pairs]

    def get(self, name: str, default: str, /) -> str:
        """The first of this name."""
        return next((text for found, text in self._pairs if found == name), default)

    def items(self) -> list[tuple[str, str]]:
        """All of them."""
        return self._pairs


@dataclass
class Asked:
    """A request, its body in ``pieces``, and what it was answered."""

    method: str
    path: str
    query_string: str = ""
    headers: Headers = field(default_factory=lambda: Headers([]))
    pieces: Sequence[bytes] = ()
    scheme: str = "http"
    authority: str | None = None
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:40000"
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    text: str = ""
    times_read: int = 0

    async def __call__(self) -> bytes:
        """The whole body."""
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The body, piece by piece."""
        self.times_read += 1
        for piece in self.pieces:
            await asyncio.sleep(0)
            yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """The one answer."""
        assert not self.status, "answered twice"
        self.status, self.answered, self.text = status, dict(headers), body.decode()


def get(address: str, **headers: str) -> Asked:
    """A GET; ``sec_purpose="prefetch"`` is a header."""
    return _asked("GET", address, headers, ())


def post(address: str, *pieces: bytes, length: int | None = None, **headers: str) -> Asked:
    """A POST; ``length`` if another one is announced than comes."""
    announced = sum(len(piece) for piece in pieces) if length is None else length
    return _asked("POST", address, headers | {"content_length": str(announced)}, pieces)


def _asked(method: str, address: str, headers: dict[str, str], pieces: Sequence[bytes]) -> Asked:
    path, _, query = address.partition("?")
    named = [("host", "127.0.0.1:8000")]
    named += [(name.replace("_", "-"), text) for name, text in headers.items()]
    return Asked(method, unquote(path, errors="replace"), query, Headers(named), pieces)


def answer(front: ShortWay, *asked: Asked) -> list[int]:
    """Let ``front`` answer all of them at the same moment; their statuses."""

    async def all_at_once() -> None:
        await asyncio.gather(*(front.__rsgi__(one, one) for one in asked))

    loop.run(all_at_once())
    return [one.status for one in asked]
