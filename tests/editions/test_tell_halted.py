"""Who may decide hears by mail that an edition stands still, each once for each halt."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff
from notifier.audit import Actor
from notifier.editions import Edition, approve, begin_dispatch, block, reopen
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from tests.editions.conftest import SLOT, Listings, on

SHORT = "今月の残りが足りません。"
LATE = SLOT + timedelta(minutes=121)


@pytest.fixture(autouse=True)
def staff(session: Session, hub: Hub, other_hub: Hub) -> None:
    """Two who may decide, one who may not, and the admin of another hub."""
    for name, role, where in (
        ("publisher", Role.PUBLISHER, hub),
        ("admin", Role.ADMIN, hub),
        ("editor", Role.EDITOR, hub),
        ("neighbour", Role.ADMIN, other_hub),
    ):
        one = Staff(email=f"{name}@example.jp", name=name, password_hash="", created_at=SLOT)
        session.add(one)
        session.flush()
        session.add(Membership(hub_id=where.id, staff_id=one.id, role=role, created_at=SLOT))
    session.flush()


@pytest.fixture
def edition(published: Listings, approved: Callable[[], Edition]) -> Edition:
    """Approved for Saturday 10:00."""
    published(occurrences=on(1))
    return approved()


def told(session: Session) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == "edition_halted")
            .order_by(OutboxMessage.recipient)
        )
    )


def test_a_missed_edition_is_told_to_all_who_may_decide(session: Session, edition: Edition) -> None:
    begin_dispatch(session, edition, now=LATE)
    assert [one.recipient for one in told(session)] == ["admin@example.jp", "publisher@example.jp"]
    body = told(session)[0].body
    assert edition.title in body["subject"]
    for said in (
        edition.reason,
        "自動で送られることはありません",
        "11月27日(金) まで",
        f"/desk/editions/{edition.id}",
    ):
        assert said in body["text"]


def test_each_halt_is_told_once(
    session: Session, hub: Hub, edition: Edition, publisher: Actor
) -> None:
    block(session, edition, reason=SHORT, now=SLOT)
    block(session, edition, reason=SHORT, now=SLOT)
    assert len(told(session)) == 2
    assert SHORT in told(session)[0].body["text"]
    for reason, mails in ((SHORT, 4), ("LINEが受け付けません。", 6)):
        reopen(session, edition, by=publisher, now=SLOT)
        approve(session, edition, version=edition.version, by=publisher, now=SLOT)
        block(session, edition, reason=reason, now=SLOT)
        assert len(told(session)) == mails


def test_other_content_than_approved_is_told(session: Session, edition: Edition) -> None:
    edition.items[0].snapshot = {**(edition.items[0].snapshot or {}), "title": "すりかえ"}
    begin_dispatch(session, edition, now=SLOT)
    assert "内容が違って" in told(session)[0].body["text"]


def test_what_can_go_no_more_promises_nothing(session: Session, edition: Edition) -> None:
    begin_dispatch(session, edition, now=SLOT + timedelta(days=7))
    text = told(session)[0].body["text"]
    assert "終わりました" in text
    assert "承認しなおして送れるのは" not in text


def test_a_hub_without_a_sender_mails_nobody(session: Session, hub: Hub, edition: Edition) -> None:
    hub.mail_from = ""
    begin_dispatch(session, edition, now=LATE)
    assert told(session) == []


def test_an_address_that_is_none_keeps_nobody_else_from_hearing(
    session: Session, edition: Edition
) -> None:
    admin = session.scalars(select(Staff).where(Staff.email == "admin@example.jp")).one()
    admin.email = ""
    begin_dispatch(session, edition, now=LATE)
    assert [one.recipient for one in told(session)] == ["publisher@example.jp"]
