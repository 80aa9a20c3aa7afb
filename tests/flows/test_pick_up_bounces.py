"""Returned mails from an IMAP mailbox: each once, kept before it is marked as read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier.cli.mailroom import command
from notifier.config import settings
from notifier.delivery import Delivery, DeliveryState
from notifier.editions import ContentGroup, Edition
from notifier.flows.pick_up_bounces import pick_up_bounces, pick_up_due
from notifier.flows.tick import tick
from notifier.kit.db import reading
from notifier.subscribers import Address, AddressState, Wishes
from notifier.wire.imap import MailboxError
from tests.conftest import NOW, _hub
from tests.editions.conftest import add_reader
from tests.fakes.imap_server import FakeImap, Mailbox
from tests.mailroom.bounce_samples import plain, report

DEAD = {"said": "550 5.1.1 User unknown", "status": "5.1.1"}
GONE = "reader7@example.jp"


@pytest.fixture
def box(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Two hubs; the second wrote to somebody whose mail came back; the mailbox is set."""
    with Session(engine, expire_on_commit=False) as session:
        _hub(session, "nishi", "西区", NOW)
        hub = _hub(session, "kohoku", "港北区", NOW)
        reader = add_reader(session, hub, 7, Wishes(), channels=("email",))
        edition = Edition(
            hub_id=hub.id, kind="weekly", on=NOW.date(), title="号", composed_at=NOW, items=[]
        )
        session.add(edition)
        session.flush()
        group = ContentGroup(
            hub_id=hub.id, edition_id=edition.id, signature="s", language="ja", listing_ids=[],
            line_messages="", mail_subject="", text_fragments=[], html_fragments=[], created_at=NOW,
        )  # fmt: skip
        session.add(group)
        session.flush()
        address = session.query(Address).filter_by(subscriber_id=reader.id).one()
        session.add(
            Delivery(
                hub_id=hub.id, edition_id=edition.id, subscriber_id=reader.id,
                address_id=address.id, channel="email", content_group_id=group.id,
                state=DeliveryState.SENT, planned_at=NOW, sent_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip
        session.commit()
    made = Mailbox(
        {
            3: report(**DEAD, recipient=GONE),
            5: plain("不在です", sender=GONE, subject="自動返信: 不在"),
            8: report(**DEAD, recipient="stranger@example.net"),
        }
    )
    with FakeImap(made) as url:
        monkeypatch.setenv("NOTIFIER_BOUNCE_IMAP_URL", url)
        settings.cache_clear()
        yield made
    settings.cache_clear()


def state() -> tuple[AddressState, DeliveryState]:
    with reading() as session:
        address = session.scalars(select(Address)).one()
        return address.state, session.scalars(select(Delivery.state)).one()


def test_each_is_read_once_for_the_hub_it_is_about(box: Mailbox) -> None:
    done = pick_up_bounces(now_fn=lambda: NOW)
    assert done == {"read": 3, "hard": 2, "ignored": 1, "stopped": 1, "unknown_recipient": 1}
    assert state() == (AddressState.SUSPENDED, DeliveryState.BOUNCED)
    assert box.read == {3, 5, 8}
    assert box.mails.keys() == {3, 5, 8}, "nothing is deleted"
    assert not pick_up_bounces(now_fn=lambda: NOW)


def test_what_was_kept_and_not_marked_is_not_counted_again(box: Mailbox) -> None:
    box.dies_at = b"STORE 3"
    with pytest.raises(MailboxError):
        pick_up_bounces(now_fn=lambda: NOW)
    assert state()[0] is AddressState.SUSPENDED, "kept before it is marked"
    assert box.read == set()
    assert pick_up_bounces(now_fn=lambda: NOW)["seen"] == 1
    assert box.read == {3, 5, 8}


def test_what_was_not_fetched_stays_unread(box: Mailbox) -> None:
    box.dies_at = b"FETCH 5"
    with pytest.raises(MailboxError):
        pick_up_bounces(now_fn=lambda: NOW)
    assert box.read == {3}


def test_the_tick_looks_every_ten_minutes(box: Mailbox) -> None:
    report_of = tick(now_fn=lambda: NOW)
    assert report_of.done["bounces"] == 3
    logins = sum(b"LOGIN" in one for one in box.asked)
    box.mails[9] = report(**DEAD, recipient="another@example.net")
    assert pick_up_due(now_fn=lambda: NOW + timedelta(minutes=9)) == 0
    assert sum(b"LOGIN" in one for one in box.asked) == logins == 1
    assert pick_up_due(now_fn=lambda: NOW + timedelta(minutes=10)) == 1


def test_by_command(box: Mailbox) -> None:
    answer = CliRunner().invoke(command, ["bounces", "--imap", "--json"], catch_exceptions=False)
    assert answer.exit_code == 0
    assert '"read": 3' in answer.stdout
    assert CliRunner().invoke(command, ["bounces"]).exit_code == 2
    assert CliRunner().invoke(command, ["bounces", "-", "--imap"]).exit_code == 2


def test_without_a_mailbox_nothing_is_looked_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOTIFIER_BOUNCE_IMAP_URL", raising=False)
    settings.cache_clear()
    assert pick_up_due(now_fn=lambda: NOW) == 0
    assert CliRunner().invoke(command, ["bounces", "--imap"]).exit_code == 2
