"""What we use of RSGI, the interface of granian's own: a request, and the way to answer it.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

from collections.abc import AsyncIterator
from typing import Protocol


class Headers(Protocol):
    """The headers of a request; names are in lower case."""

    def get(self, name: str, default: str, /) -> str:
        """The first of this name."""

    def items(self) -> list[tuple[str, str]]:
        """All of them, a name as often as it came."""


class Scope(Protocol):
    """A request without its body. Addresses are ``host:port``; the path is decoded text."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None  # HTTP/2's host

    @property
    def headers(self) -> Headers:
        """Its headers."""


class HTTPProtocol(Protocol):
    """The body of a request, and the one answer to it. A body that breaks off just ends early."""

    async def __call__(self) -> bytes:
        """The whole body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body as it comes."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """Answer; the server sends while we go on."""
