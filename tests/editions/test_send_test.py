"""A test to oneself: marked, counted nowhere, and to nobody else."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit, hubs
from notifier.audit import Actor
from notifier.editions import Edition, NothingToTestError, send_test
from notifier.editions.send_test import PER_PERSON_AND_HOUR
from notifier.hubs import ChannelPurpose, Hub
from notifier.kit.errors import TooManyError
from notifier.mailroom import OutboxMessage
from notifier.simulator import rules
from notifier.subscribers import Address, Wishes
from tests.editions.conftest import Listings, Readers, on

ME = "publisher@example.jp"


@pytest.fixture
def edition(session: Session, hub: Hub, published: Listings, approved: Callable[[], Edition],
            publisher: Actor, now: datetime) -> Edition:  # fmt: skip
    """An approved one with one item."""
    hub.mail_from, hub.postal_address = "news@example.jp", "横浜市（練習用の住所）"
    hubs.set_line_channel(
        session, hub, ChannelPurpose.READERS, channel_id="2000000001", secret="s" * 32,
        by=publisher, now=now,
    )  # fmt: skip
    published(occurrences=on(1))
    return approved()


def outbox(session: Session) -> dict[str, OutboxMessage]:
    """What was queued, by channel."""
    return {row.channel: row for row in session.scalars(select(OutboxMessage))}


def test_mail_only_when_no_line_is_linked(
    session: Session, edition: Edition, publisher: Actor, now: datetime
) -> None:
    sent = send_test(session, edition, Wishes(), email=ME, by=publisher, now=now)
    assert (sent.by_mail, sent.by_line) == (True, False)
    (mail,) = outbox(session).values()
    assert mail.recipient == ME
    assert mail.body["subject"].startswith("【テスト】")
    for part in (mail.body["text"], mail.body["html"]):
        assert "【テスト】" in part
        assert "%%" not in part
        assert "/r/" not in part, "a look at a test is no tap"
    (said, *_) = audit.history(session, edition.hub_id, subject=("edition", edition.id))
    assert said.sentence.endswith("のテストを自分あてに送りました（メール）。")


def test_the_linked_friend_gets_the_cards_too(
    session: Session, reader: Readers, edition: Edition, publisher: Actor, now: datetime
) -> None:
    me = reader(channels=("line", "email"))
    for address in session.scalars(select(Address).where(Address.subscriber_id == me.id)):
        if address.channel == "email":
            address.address = ME
    session.flush()
    sent = send_test(session, edition, Wishes(), email=ME, by=publisher, now=now)
    assert (sent.by_mail, sent.by_line) == (True, True)
    push = outbox(session)["line_push"]
    messages = json.loads(json.dumps(push.body["messages"]))
    assert rules.check({"to": [push.recipient], "messages": messages}) == []
    assert messages[0]["text"].startswith("【テスト】")
    assert messages[1]["altText"].startswith("【テスト】")


def test_nothing_fits(
    session: Session, hub: Hub, published: Listings, draft: Callable[[], Edition],
    publisher: Actor, now: datetime,
) -> None:  # fmt: skip
    published(occurrences=on(1), district_keys=("d1",))
    made = draft()
    wishes = Wishes(districts=("d2",))
    with pytest.raises(NothingToTestError):
        send_test(session, made, wishes, email=ME, by=publisher, now=now)
    assert outbox(session) == {}
    assert hub.id == made.hub_id


def test_not_without_end(
    session: Session, edition: Edition, publisher: Actor, now: datetime
) -> None:
    for number in range(PER_PERSON_AND_HOUR):
        at = now.replace(microsecond=number)
        send_test(session, edition, Wishes(), email=ME, by=publisher, now=at)
    with pytest.raises(TooManyError):
        send_test(session, edition, Wishes(), email=ME, by=publisher, now=now)
    assert len(session.scalars(select(OutboxMessage)).all()) == PER_PERSON_AND_HOUR
