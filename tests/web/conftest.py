"""Fixtures of the page tests: the application on the test database, and people who sign in.

Here ``session`` is a real one on the same database as the pages: ``commit()`` what a page must
see, and ``commit()`` (or ``expire_all()``) before reading what a page wrote. CSRF is off for
``client`` alone; ``strict_client`` keeps it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff
from notifier.audit import Actor
from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import Listing, publish
from notifier.web.guard import CookieUser
from tests.fakes.application import own_app, shared_app
from tests.listings.conftest import make_draft, make_submission

SignIn = Callable[..., Staff]
Publish = Callable[..., Listing]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session beside the pages; it never holds the write lock while it only reads."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def hub(hub: Hub, session: Session) -> Hub:
    """The hub, committed, so that pages see it."""
    session.commit()
    return hub


@pytest.fixture
def other_hub(other_hub: Hub, session: Session) -> Hub:
    """The neighbour, committed."""
    session.commit()
    return other_hub


@pytest.fixture
def published(session: Session, hub: Hub, editor: Actor, now: datetime) -> Publish:
    """``published(of=hub, title=…)``: one more listing, committed."""
    count = 0

    def one(*, of: Hub = hub, **changes: object) -> Listing:
        nonlocal count
        count += 1
        submission = make_submission(session, of, now, f"listing-{of.slug}-{count}")
        made = publish(session, make_draft(**changes), submission=submission, by=editor, now=now)
        session.commit()
        return made

    return one


@pytest.fixture
def app(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application on the test database, at the tests' moment."""
    return _prepared(shared_app(settings()), engine, now, monkeypatch)


@pytest.fixture
def open_app(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The same, new, for a test that adds pages of its own."""
    return _prepared(own_app(settings()), engine, now, monkeypatch)


def _prepared(app: Flask, engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(clock, "now", lambda: now)
    app.config.update(ENGINE=engine, TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without CSRF tokens."""
    return app.test_client()


@pytest.fixture
def strict_client(app: Flask) -> FlaskClient:
    """A browser that must send CSRF tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


@pytest.fixture
def sign_in(session: Session, now: datetime) -> SignIn:
    """``sign_in(client, role, hub)``: a new person with that role, signed in on ``client``."""

    def make(client: FlaskClient, role: Role | str, hub: Hub, *, name: str = "") -> Staff:
        staff = add_staff(session, hub, Role(role), now, name=name)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = CookieUser(staff).get_id()
            cookie["_fresh"] = True
            cookie["hub_id"] = hub.id
        return staff

    return make


def add_staff(
    session: Session,
    hub: Hub,
    role: Role,
    now: datetime,
    *,
    name: str = "",
    password_hash: str = "",
) -> Staff:
    """A person with a role in ``hub``, committed."""
    number = session.query(Staff).count() + 1
    staff = Staff(
        email=f"{role.value}{number}@example.jp",
        name=name or f"{role.value} {number}",
        password_hash=password_hash,
        created_at=now,
    )
    session.add(staff)
    session.flush()
    session.add(Membership(hub_id=hub.id, staff_id=staff.id, role=role, created_at=now))
    session.commit()
    return staff


def count(session: Session, model: type) -> int:
    """How many rows there are now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is said to the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
