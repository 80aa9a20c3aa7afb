"""Impatience at every door: asked too often, the answer stays calm and the same."""

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import intake
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from tests.web.conftest import count
from tests.web.inert import text_of
from tests.web.submit.conftest import ITEM


def test_the_same_address_again_and_again(client: FlaskClient, session: Session, hub: Hub) -> None:
    said = {
        client.post(
            f"/{hub.slug}/subscribe",
            data={"email": "mama@example.jp", "language": "ja"},
            follow_redirects=True,
        ).text
        for _ in range(12)
    }
    assert len(said) == 1, "the answer never tells whether a mail went out"
    assert 1 <= count(session, OutboxMessage) <= 5


def test_many_addresses_from_one_place(client: FlaskClient, session: Session, hub: Hub) -> None:
    for number in range(40):
        answer = client.post(
            f"/{hub.slug}/subscribe", data={"email": f"a{number}@example.jp", "language": "ja"}
        )
        assert answer.status_code == 302
    assert count(session, OutboxMessage) == 30


def test_a_lost_link_asked_for_again_and_again(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "salon@example.jp"})
    said = {
        # without the form's token, which tells the second it was made in
        re.sub(
            r'name="csrf_token"[^>]*',
            "",
            client.post(f"/{hub.slug}/g/", data={"email": address}).text,
        )
        for address in ["salon@example.jp"] * 8 + ["nobody@example.jp"]
    }
    assert len(said) == 1
    assert count(session, OutboxMessage) <= 5


def test_many_items_from_one_place_keep_what_was_typed(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    answers = [
        client.post(f"/{hub.slug}/submit", data=ITEM | {"title": f"会{number}"})
        for number in range(31)
    ]
    assert [one.status_code for one in answers] == [302] * 30 + [429]
    assert "会30" in text_of(answers[-1].text)
    assert "1時間ほど待って" in answers[-1].text
    assert count(session, intake.Submission) == 30


def test_guessing_a_password(client: FlaskClient, session: Session, hub: Hub) -> None:
    del hub, session
    wrong = {"email": "editor@example.jp", "password": "a wrong password"}
    statuses = [client.post("/desk/sign-in", data=wrong).status_code for _ in range(12)]
    assert statuses[0] in {400, 401, 422}
    assert statuses[-1] == 429
    assert "15分ほど" in client.post("/desk/sign-in", data=wrong).text
