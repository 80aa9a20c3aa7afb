"""What came back changes the delivery and, only when it must, the address."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.delivery import Applied, Delivery, DeliveryState, apply_bounce
from notifier.delivery.letter import Letters
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.mailroom import InboxEvent, InboxState, bounce_address, read_bounce
from notifier.subscribers import Address, AddressState, Subscriber, Wishes, link_key
from tests.editions.conftest import add_reader
from tests.mailroom.bounce_samples import FEEDBACK, plain, report

DEAD = {"said": "550 5.1.1 User unknown", "status": "5.1.1"}
LATER = {"said": "451 4.3.0 try again later", "status": "4.3.0"}
OURS = {"said": "550 5.7.26 unauthenticated mail, SPF and DKIM failed", "status": "5.7.26"}
FULL = {"said": "552 5.2.2 Mailbox full", "status": "5.2.2"}

Send = Callable[..., Delivery]


@pytest.fixture
def reader(session: Session, hub: Hub) -> Subscriber:
    return add_reader(session, hub, 1, Wishes(), channels=("email",))


@pytest.fixture
def address(session: Session, reader: Subscriber) -> Address:
    return session.scalars(select(Address).where(Address.subscriber_id == reader.id)).one()


@pytest.fixture
def send(session: Session, hub: Hub, reader: Subscriber, address: Address, now: datetime) -> Send:
    """``send()``: one more edition was sent to the reader by mail."""
    count = 0

    def one(*, state: DeliveryState = DeliveryState.SENT, at: datetime = now) -> Delivery:
        nonlocal count
        count += 1
        edition = _edition(session, hub, count, now)
        made = Delivery(
            hub_id=hub.id,
            edition_id=edition.id,
            subscriber_id=reader.id,
            address_id=address.id,
            channel="email",
            content_group_id=_group(session, edition, now).id,
            state=state,
            planned_at=at,
            sent_at=at,
            updated_at=at,
        )
        session.add(made)
        session.flush()
        return made

    return one


def _edition(session: Session, hub: Hub, number: int, now: datetime) -> Edition:
    made = Edition(
        hub_id=hub.id,
        kind="weekly",
        on=(now + timedelta(days=7 * number)).date(),
        title=f"第{number}号",
        composed_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _group(session: Session, edition: Edition, now: datetime) -> ContentGroup:
    made = ContentGroup(
        hub_id=edition.hub_id,
        edition_id=edition.id,
        signature="s",
        language="ja",
        listing_ids=[],
        line_messages="[]",
        mail_subject="題",
        text_fragments=[],
        html_fragments=[],
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def salt_of(session: Session, delivery: Delivery) -> str:
    return session.get_one(Subscriber, delivery.subscriber_id).link_salt


def back(session: Session, hub: Hub, delivery: Delivery, **facts: str) -> bytes:
    """The mail of ``delivery`` returned to its own address; its recipient is not ours to know."""
    to = bounce_address(
        hub.mail_from, delivery.id, salt_of(session, delivery), link_key(session, hub)
    )
    return report(to=to, recipient="somebody-forwarded@example.net", **facts)


def apply(session: Session, hub: Hub, raw: bytes, now: datetime) -> Applied:
    return apply_bounce(session, hub, read_bounce(raw), raw=raw, now=now)


def said_in_audit(session: Session, hub: Hub) -> str:
    rows = session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.hub_id == hub.id))
    return "\n".join(row.sentence for row in rows)


def test_a_dead_address_is_suspended_with_words_for_staff(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    delivery = send()
    done = apply(session, hub, back(session, hub, delivery, **DEAD), now)
    assert done == Applied("applied", delivery.id, is_stopped=True)
    assert delivery.state is DeliveryState.BOUNCED
    assert "もう使われていません" in delivery.reason
    assert address.state is AddressState.SUSPENDED
    assert "もう使われていません" in address.reason
    assert "@example" not in said_in_audit(session, hub)
    assert "メールが1通戻りました" in said_in_audit(session, hub)


def test_the_same_mail_counts_once_and_only_its_hash_stays(
    session: Session, hub: Hub, send: Send, now: datetime
) -> None:
    raw = back(session, hub, send(), **LATER)
    assert apply(session, hub, raw, now).outcome == "applied"
    assert apply(session, hub, raw, now).outcome == "seen"
    (event,) = session.scalars(select(InboxEvent).where(InboxEvent.source == "bounce"))
    assert (event.raw, event.state, event.kind) == (b"", InboxState.HANDLED, "soft")


def test_the_message_id_of_the_letter_is_recognised(
    session: Session, hub: Hub, reader: Subscriber, address: Address, send: Send, now: datetime
) -> None:
    send()
    delivery = send()
    letters = Letters(
        hub=hub,
        edition_id=delivery.edition_id,
        edition_salt=session.get_one(Edition, delivery.edition_id).salt,
        link_key=link_key(session, hub),
        base_url="https://example.jp",
    )
    mark = letters.message_id(
        Recipient(
            delivery.id,
            reader.id,
            address.id,
            address.address,
            reader.link_salt,
            reader.link_version,
            delivery.content_group_id,
        )
    )
    raw = report(**DEAD, recipient="forwarded@example.net").replace(
        b"<abc-def_1.7@nishi.example.jp>", mark.encode()
    )
    assert apply(session, hub, raw, now).delivery_id == delivery.id


def test_the_recipient_is_the_last_resort(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    raw = report(**DEAD, recipient=address.address)
    assert apply(session, hub, raw, now).outcome == "unknown_recipient"  # nothing was sent yet
    assert address.state is AddressState.ACTIVE
    send(at=now - timedelta(days=60))
    assert apply(session, hub, raw + b"\r\n", now).outcome == "unknown_recipient"
    newest = send()
    assert apply(session, hub, raw + b"\r\n\r\n", now).delivery_id == newest.id
    assert address.state is AddressState.SUSPENDED


def test_soft_bounces_suspend_at_three_of_the_last_five(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    stopped = []
    for _ in range(2):
        stopped.append(apply(session, hub, back(session, hub, send(), **LATER), now).is_stopped)
        send()
    assert address.state is AddressState.ACTIVE
    stopped.append(apply(session, hub, back(session, hub, send(), **LATER), now).is_stopped)
    assert stopped == [False, False, True]
    assert address.state is AddressState.SUSPENDED
    assert address.reason.startswith("5回のうち3回届きませんでした。")


def test_old_soft_bounces_are_forgotten(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    for _ in range(2):
        apply(session, hub, back(session, hub, send(), **LATER), now)
    for _ in range(4):
        send()
    apply(session, hub, back(session, hub, send(), **LATER), now)
    assert address.state is AddressState.ACTIVE


def test_a_full_mailbox_is_not_dead(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    for _ in range(5):
        delivery = send()
        apply(session, hub, back(session, hub, delivery, **FULL), now)
        assert delivery.state is DeliveryState.BOUNCED
    assert address.state is AddressState.ACTIVE


def test_our_own_sending_at_fault_puts_no_reader_aside(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    for _ in range(5):
        delivery = send()
        apply(session, hub, back(session, hub, delivery, **OURS), now)
        delivery.reason = "前の版の言い方です。"
    apply(session, hub, back(session, hub, send(), **LATER), now)
    assert address.state is AddressState.ACTIVE


def test_a_carriers_filter_is_explained_with_our_address(
    session: Session, hub: Hub, send: Send, now: datetime
) -> None:
    delivery = send()
    facts = {"said": "550 Unknown user reader@docomo.example.jp", "status": "5.2.0"}
    apply(session, hub, back(session, hub, delivery, **facts), now)
    assert "受信許可" in delivery.reason
    assert hub.mail_from in delivery.reason


def test_a_complaint_unsubscribes(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    delivery = send()
    raw = FEEDBACK.replace(b"KIND", b"abuse").replace(
        b"reader@example.jp", address.address.encode()
    )
    assert apply(session, hub, raw, now).is_stopped
    assert address.state is AddressState.UNSUBSCRIBED
    assert delivery.state is DeliveryState.SENT  # it did arrive


def test_vacation_delay_and_riddles_change_nothing(
    session: Session, hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    delivery = send()
    delayed = back(session, hub, delivery, **LATER, action="delayed")
    away = plain("不在です", sender=address.address, subject="自動返信: 不在")
    for raw in (delayed, away, b"\xff\x00", b""):
        assert apply(session, hub, raw, now).outcome == "ignored"
    assert delivery.state is DeliveryState.SENT
    assert address.state is AddressState.ACTIVE


def test_another_hubs_mail_is_nobodys(
    session: Session, hub: Hub, other_hub: Hub, address: Address, send: Send, now: datetime
) -> None:
    raw = back(session, hub, send(), **DEAD)
    assert apply(session, other_hub, raw, now).outcome == "unknown_recipient"
    forged = bounce_address(hub.mail_from, 1, "salt", link_key(session, other_hub))
    assert apply(session, hub, report(to=forged, **DEAD), now).outcome == "unknown_recipient"
    assert address.state is AddressState.ACTIVE
