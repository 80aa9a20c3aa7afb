"""A sender's web server, and feeds on it."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from notifier import intake
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import db
from tests.fakes.web_server import WebServer, web_server
from tests.web.conftest import hub as hub  # noqa: PLC0414 - the fixtures of tests beside others, shared
from tests.web.conftest import session as session  # noqa: PLC0414


@pytest.fixture
def server() -> Iterator[WebServer]:
    """The sender's web server."""
    with web_server() as running:
        yield running


@pytest.fixture
def add(hub: Hub, server: WebServer, editor: Actor, now: datetime) -> Callable[..., int]:
    """``add(path, kind)``: a feed on the server; its id."""

    def make(path: str, kind: str = "rss", **facts: object) -> int:
        with db.writing() as session:
            feed = intake.add_feed(
                session, hub, url=server.origin + path, kind=kind, by=editor, now=now, **facts
            )
        return feed.id

    return make
