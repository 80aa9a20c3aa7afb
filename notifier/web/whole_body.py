"""A request's body is waited for before anybody works on the request.

A photo comes over a phone's uplink for a minute. Meanwhile nothing is computed, so nobody else
should have to wait for it: it takes neither a thread nor a place among the pages.
"""

import tempfile
from contextlib import ExitStack
from typing import IO

from notifier.web.rsgi_types import HTTPProtocol, Scope

IN_MEMORY = 256 * 1024


class SenderGoneError(Exception):
    """The connection ended before the body did; nobody is left to answer."""


def announced(scope: Scope) -> int:
    """How many bytes the body is said to have; 0 when nothing is said that can be read."""
    text = scope.headers.get("content-length", "")
    return int(text) if text.isdecimal() else 0


async def short_body(protocol: HTTPProtocol, length: int) -> bytes:
    """The body of ``length`` bytes. Raises ``SenderGoneError``."""
    body = await protocol()
    if len(body) != length:
        raise SenderGoneError
    return body


async def whole_body(protocol: HTTPProtocol, length: int) -> IO[bytes]:
    """The body of ``length`` bytes, from its beginning; a large one lies in a temporary file.

    Raises ``SenderGoneError``.
    """
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the page closes it
    with ExitStack() as unless_whole:
        unless_whole.callback(body.close)
        async for piece in protocol:
            body.write(piece)
        if body.tell() != length:
            raise SenderGoneError
        unless_whole.pop_all()
    body.seek(0)
    return body
