"""What is published, an editor at the desk, and the boxes of a page as they stand."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.accounts import Role
from notifier.hubs import Hub
from notifier.listings import Listing, find_listing
from tests.web.conftest import SignIn

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    """A browser of an editor of the hub."""
    sign_in(client, Role.EDITOR, hub, name="編集担当B")
    return client


def fields_of(page: str) -> dict[str, str | list[str]]:
    """What a browser would send for the change form, as it stands in the page."""
    found: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name is None or value is None:
            continue
        if kind and kind.group(1) in ("checkbox", "radio"):
            if " checked" in tag:
                found.setdefault(name.group(1), [])
                found[name.group(1)] = [*found[name.group(1)], value.group(1)]
            continue
        found[name.group(1)] = value.group(1)
    areas = re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)<', page)
    return found | dict(areas)


def now_in(session: Session, listing: Listing) -> Listing:
    """The listing as the page left it."""
    session.rollback()
    session.expire_all()
    return find_listing(session, listing.hub_id, listing.id)
