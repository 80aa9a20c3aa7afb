"""A sender's web server, and feeds on it."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import intake
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import db
from tests.fakes.web_server import WebServer, web_server


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session beside the poller's own."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def hub(hub: Hub, session: Session) -> Hub:
    """The hub, committed."""
    session.commit()
    return hub


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
