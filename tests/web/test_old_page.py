"""A page that was opened before somebody else saved: a slip in a box lets nobody write over that."""

import re
from datetime import date, datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import DistributionFacts, PlaceFacts, add_distribution_place, add_place
from notifier.editions import compose
from notifier.hubs import Hub
from tests.web.conftest import SignIn


def mended(page: str, **typed: str) -> dict[str, str]:
    """What is sent after the slip was mended: the page's own version and the words."""
    version = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert version
    return typed | {"version": version[1]}


def test_of_a_place(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, editor: Actor, now: datetime
) -> None:
    place = add_place(session, hub, PlaceFacts("会館", "西区1"), by=editor, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    where, mine = f"/desk/places/{place.id}", {"name": "会館", "address": "西区2"}
    client.post(where, data={"name": "会館", "address": "西区1", "note": "鍵は隣", "version": "1"})
    slip = client.post(where, data=mine | {"phone": "三丁目", "version": "1"})
    assert slip.status_code == 422
    answer = client.post(where, data=mended(slip.text, **mine))
    assert answer.status_code == 409
    assert "鍵は隣" in answer.text, "what it says now stands beside what was typed"
    assert 'value="西区2"' in answer.text
    assert client.post(where, data=mended(answer.text, **mine)).status_code == 302


def test_of_a_place_of_distribution(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, editor: Actor, now: datetime
) -> None:
    facts = DistributionFacts("薬局", 10)
    place = add_distribution_place(session, hub, facts, by=editor, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    where, mine = f"/desk/distribution/{place.id}", {"name": "薬局", "copies": "30", "ends": "1"}
    client.post(where, data={"name": "薬局", "copies": "10", "note": "裏口へ", "version": "1"})
    slip = client.post(where, data=mine | {"copies": "たくさん", "version": "1"})
    assert slip.status_code == 422
    assert 'name="ends" value="1" checked' in slip.text
    assert 'id="copies-error"' in slip.text, "beside its box"
    answer = client.post(where, data=mended(slip.text, **mine))
    assert answer.status_code == 409
    assert client.post(where, data=mended(answer.text, **mine)).status_code == 302


def test_of_a_cost(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, machine: Actor, now: datetime
) -> None:
    issue = compose(session, hub, kind="newsletter", on=date(2026, 12, 1), by=machine, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    where = f"/desk/figures/costs/{issue.id}"
    boxes = dict(re.findall(r'name="(\w+)"[^>]* value="(\d*)"', client.get(where).text))
    assert client.post(where, data=boxes | {"print_yen": "500"}).status_code == 303
    slip = client.post(where, data=boxes | {"print_yen": "高い"})
    assert slip.status_code == 422
    mine = boxes | {"print_yen": "700"}
    assert client.post(where, data=mended(slip.text, **mine)).status_code == 409
