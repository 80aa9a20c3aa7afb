"""An item as a group types it, what was stored and mailed, and the link to one's own page."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import intake
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage

ITEM = {
    "title": "おはなし会",
    "organiser": "サロンA",
    "date_1": "2026-12-05",
    "start_1": "10:00",
    "end_1": "11:30",
    "place_name": "地区センター",
    "audience_text": "0歳児とママ",
    "fee_text": "親子500円",
    "outlets": ["web", "line"],
}


def sent(session: Session) -> list[intake.Submission]:
    session.commit()
    return list(session.scalars(select(intake.Submission).order_by(intake.Submission.id)))


def mails(session: Session) -> list[OutboxMessage]:
    session.commit()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def link_in(mail: OutboxMessage) -> str:
    found = re.search(r"/[a-z]+/g/[\w-]+", mail.body["text"])
    assert found
    return found.group()


@pytest.fixture
def link(client: FlaskClient, session: Session, hub: Hub) -> str:
    """The path of a submitter's page, after one item was sent."""
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "salon@example.jp"})
    return link_in(mails(session)[-1])
