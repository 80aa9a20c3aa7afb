"""The pages as tests serve them: made once where settings are the same, templates compiled once."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from notifier.config import Settings
from notifier.web.app import create_app


class Compiled(BytecodeCache):
    """What Jinja made of each template, kept for the applications after the first."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give it back; Jinja looks whether the template still reads the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()
_shared: list[tuple[Settings, Flask, dict[str, Any]]] = []


def own_app(settings: Settings) -> Flask:
    """A new application, for a test that adds pages to it."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def shared_app(settings: Settings) -> Flask:
    """The application of this process with these settings, configured as if it were new.

    Making one takes longer than most pages. Flask lets nobody add a page to one that has answered.
    """
    if not _shared or _shared[0][0] != settings:
        app = own_app(settings)
        _shared[:] = [(settings, app, dict(app.config))]
    _, app, config = _shared[0]
    app.config.clear()
    app.config.update(config)
    return app
