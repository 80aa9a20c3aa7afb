"""The WSGI entry for granian: ``notifier.web.wsgi:app``, made at the first request."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask

from notifier.config import settings
from notifier.kit import clock
from notifier.web.app import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@lru_cache(maxsize=1)
def made() -> Flask:
    """The application of this process, with the rehearsal clock set."""
    clock.set_offset(settings().clock_offset)
    return create_app()


def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer one request."""
    return made()(environ, start_response)
