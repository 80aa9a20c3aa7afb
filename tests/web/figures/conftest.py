"""A month with something to count, and what its pages say."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.editorial import open_case
from notifier.hubs import Hub
from notifier.indicators import month_period
from notifier.intake import find_submission
from notifier.listings import Listing
from notifier.subscribers import follow
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared

HOSTILE = "=<script>alert(1)</script>"
NOVEMBER = month_period(2026, 11)
Publish = Callable[..., Listing]


@pytest.fixture
def filled(
    session: Session, hub: Hub, other_hub: Hub, published: Publish, now: datetime
) -> Listing:
    """Three listings (one hostile) with a case each, two friends, and a neighbour with one."""
    last = published(title=HOSTILE, district_keys=("d1",))
    for title in ("おはなし会", "焼きいも会"):
        published(title=title, district_keys=("d2",))
    theirs = published(of=other_hub, title="となりの区の会", district_keys=())
    for listing in (last, theirs):
        submission = find_submission(session, listing.hub_id, listing.submission_id)
        open_case(session, submission, now=now)
    for user in ("U1", "U2"):
        follow(session, hub, user_id=user, at=now, now=now)
    session.commit()
    return last


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


def links(text: str) -> list[tuple[str, str]]:
    """(address, number) of every number that opens a list."""
    found = re.findall(r'href="(/desk/figures/[a-z_]+\?[^"]+part=[^"]*)">([^<]+)<', text)
    return [(address.replace("&amp;", "&"), number) for address, number in found]


def rows_of(text: str) -> int:
    return len(re.findall(r'<tr><td class="number">', text))
