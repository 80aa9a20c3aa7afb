"""An edition on the page, the buttons pressed, and the edition as it stands afterwards."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, compose, find_edition
from notifier.hubs import Hub
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SATURDAY, Listings, add_reader, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared

Made = Callable[[], Edition]
PUBLISHER = Actor("staff", "発行責任者A", "901")


@pytest.fixture
def edition(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """A draft with two items and three readers, committed."""
    published(**OPEN, title="<script>alert(1)</script>公園", occurrences=on(1))
    published(**{**OPEN, "district_keys": ("d1",)}, title="焼きいも会", occurrences=on(2))
    add_reader(session, hub, 1, Wishes())
    add_reader(session, hub, 2, Wishes(districts=("d2",)))
    add_reader(session, hub, 3, Wishes(), channels=("email",))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    session.commit()
    return made


def page(client: FlaskClient, edition: Edition, status: int = 200) -> str:
    answer = client.get(f"/desk/editions/{edition.id}")
    assert answer.status_code == status
    return answer.text


def press(
    client: FlaskClient, edition: Edition, deed: str, status: int = 302, **fields: object
) -> str:
    answer = client.post(f"/desk/editions/{edition.id}/{deed}", data=fields)
    assert answer.status_code == status, answer.text
    return answer.text


def fresh(session: Session, edition: Edition) -> Edition:
    session.rollback()
    session.expire_all()
    return find_edition(session, edition.hub_id, edition.id)
