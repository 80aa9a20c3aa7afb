"""A request's body is waited for before the request takes a place among the pages.

A photo comes over a phone's uplink for a minute. Meanwhile nothing is computed, so nobody else
should have to wait for it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

IN_MEMORY = 256 * 1024
CHUNK = 64 * 1024


@contextmanager
def whole_body(environ: "WSGIEnvironment", *, most: int) -> Iterator[None]:
    """Put the whole body, up to ``most`` bytes, in the place of the stream it comes from.

    A body announced as larger is left where it is: whoever answers refuses it unread. One that
    ends early is handed on as far as it came.
    """
    length = announced(environ)
    if not 0 < length <= most:
        yield
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        for piece in pieces(environ, length):
            body.write(piece)
        body.seek(0)
        environ["wsgi.input"] = body
        yield


def pieces(environ: "WSGIEnvironment", length: int) -> Iterator[bytes]:
    """The first ``length`` bytes of the body as they come; fewer when it ends early."""
    source = cast("IO[bytes]", environ["wsgi.input"])
    while length > 0 and (some := source.read(min(CHUNK, length))):
        yield some
        length -= len(some)


def announced(environ: "WSGIEnvironment") -> int:
    """How many bytes the body is said to have; 0 when nothing is said that can be read."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
