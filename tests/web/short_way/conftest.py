"""An approved edition with links, a LINE channel, and the application as granian serves it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Link, approve, compose
from notifier.hubs import Hub, set_line_channel
from notifier.web.short_way import ShortWay
from tests.editions.conftest import OPEN, SATURDAY, Listings, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.test_hooks import SECRET

PUBLISHER = Actor("staff", "発行責任者A", "901")


@pytest.fixture
def links(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> list[Link]:
    """The links of an approved edition with two items, committed."""
    published(**OPEN, occurrences=on(1))
    published(**OPEN, occurrences=on(2))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    approve(session, made, version=made.version, by=PUBLISHER, now=now)
    session.commit()
    return list(session.scalars(select(Link).order_by(Link.id)))


@pytest.fixture
def channel(session: Session, hub: Hub, machine: Actor, now: datetime) -> None:
    """The hub's readers channel, committed."""
    set_line_channel(
        session, hub, "readers", channel_id="1650000001", secret=SECRET, by=machine, now=now
    )
    session.commit()


@pytest.fixture
def front(app: Flask) -> ShortWay:
    """The application as granian serves it."""
    return ShortWay(app)
