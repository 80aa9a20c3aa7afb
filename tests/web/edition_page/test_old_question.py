"""Somebody opens the mail that asks for a second yes when it is wanted no more."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from tests.web.conftest import SignIn
from tests.web.edition_page.conftest import fresh, press

OVER = "メールでお願いした二人目の承認は、もういりません。"
CHANGED = "メールでお願いしたあとに、この便は変わりました。"


@dataclass
class Asked:
    """Two publishers; the first approved for an unusual time, the second has the mail."""

    first: FlaskClient
    second: FlaskClient
    link: str

    def opened(self) -> str:
        """What the link of the mail shows."""
        answer = self.second.get(self.link)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def asked(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> Asked:
    other = app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    sign_in(client, "publisher", hub, name="発行A")
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T15:00")
    session.rollback()
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "second_asked")).one()
    found = re.search(r"http\S+?(/desk/editions/\S+)", mail.body["text"])
    assert found is not None
    return Asked(client, other, found.group(1))


def test_while_it_is_wanted_the_page_asks(asked: Asked) -> None:
    text = asked.opened()
    assert "二人目として承認する</button>" in text
    assert OVER not in text
    assert CHANGED not in text


def test_taken_back_it_says_who_did_so_and_that_nothing_is_to_be_done(
    asked: Asked, edition: Edition
) -> None:
    press(asked.first, edition, "undo")
    text = asked.opened()
    assert OVER in text
    assert "発行Aが「" in text
    assert "の承認を取り消しました。" in text
    assert "このメールについて、することはありません。" in text


def test_agreed_to_by_somebody_else(
    app: Flask, asked: Asked, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    third = app.test_client()
    sign_in(third, "publisher", hub, name="発行C")
    press(third, edition, "second", version=fresh(session, edition).version)
    text = asked.opened()
    assert OVER in text
    assert "発行Cが「" in text


def test_approved_anew_for_another_time_it_is_wanted_again(
    asked: Asked, session: Session, edition: Edition
) -> None:
    press(asked.first, edition, "undo")
    version = fresh(session, edition).version
    press(asked.first, edition, "approve", version=version, send_at="2026-11-20T16:00")
    text = asked.opened()
    assert CHANGED in text
    assert "送信は 11月20日(金) 16:00 の予定です。" in text
    assert "二人目として承認する</button>" in text


def test_a_visit_of_the_page_itself_says_nothing_of_it(asked: Asked, edition: Edition) -> None:
    press(asked.first, edition, "undo")
    text = asked.second.get(f"/desk/editions/{edition.id}").text
    assert OVER not in text


def test_the_question_survives_the_sign_in(app: Flask, asked: Asked) -> None:
    """The mail is opened in a browser where nobody is signed in."""
    answer = app.test_client().get(asked.link)
    assert answer.status_code == 302
    assert "asked%3D" in answer.location
