"""A form of wishes, what was mailed, and a reader with her link."""

import re
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState, Wishes

FORM = {
    "email": "Parent＠example.jp",
    "districts": ["d1"],
    "child_year": ["2026", "2025", ""],
    "child_month": ["5", "9", ""],
    "themes": ["play"],
    "language": "ja",
}


def mails(session: Session) -> list[OutboxMessage]:
    """What waits to be sent."""
    session.rollback()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def link_in(mail: OutboxMessage) -> str:
    """The path of the first link of a mail."""
    found = re.search(r"http://[^/]+(/\S+)", mail.body["text"])
    assert found
    return found[1]


@pytest.fixture
def reader(session: Session, hub: Hub, now: datetime) -> Subscriber:
    """A confirmed mail reader."""
    subscribers.subscribe(
        session, hub, email="p@example.jp", wishes=Wishes(districts=("d1",)), place="web", now=now
    )
    mail = session.scalars(select(OutboxMessage)).one()
    made = subscribers.confirm(session, hub.id, link_in(mail).rpartition("/")[2], now=now)
    session.commit()
    return made


@pytest.fixture
def token(session: Session, reader: Subscriber) -> str:
    """The reader's link token."""
    made = subscribers.reader_token(session, reader)
    session.commit()
    return made


def state_of(session: Session, reader: Subscriber) -> tuple[SubscriberState, AddressState]:
    """The reader and their address, as the database has them."""
    session.rollback()
    session.expire_all()
    address = session.scalars(select(Address).where(Address.subscriber_id == reader.id)).one()
    return session.get_one(Subscriber, reader.id).state, address.state
