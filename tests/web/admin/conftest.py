"""An administrator, signed in."""

import pytest
from flask.testing import FlaskClient

from notifier import accounts
from notifier.hubs import Hub
from tests.web.conftest import SignIn

ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def admin(client: FlaskClient, hub: Hub, sign_in: SignIn) -> accounts.Staff:
    """An admin, signed in."""
    staff: accounts.Staff = sign_in(client, "admin", hub)
    return staff
