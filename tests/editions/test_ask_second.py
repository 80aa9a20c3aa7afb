"""Who may give the second yes hears that it is wanted, each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff, staff_actor
from notifier.audit import Actor
from notifier.editions import (
    Edition,
    approve,
    begin_dispatch,
    hold,
    reschedule,
    second_approve,
    second_people,
    stop,
    undo_approval,
)
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage, OutboxState
from tests.editions.conftest import SLOT, Listings, on

EARLY = SLOT - timedelta(hours=1)
Hire = Callable[..., Staff]


@pytest.fixture
def hire(session: Session, hub: Hub, now: datetime) -> Hire:
    """``hire(name, role)``: somebody who works in the hub, or in another one."""

    def make(name: str, role: Role, where: Hub = hub) -> Staff:
        one = Staff(email=f"{name}@example.jp", name=name, password_hash="", created_at=now)
        session.add(one)
        session.flush()
        session.add(Membership(hub_id=where.id, staff_id=one.id, role=role, created_at=now))
        session.flush()
        return one

    return make


@pytest.fixture
def edition(published: Listings, draft: Callable[[], Edition]) -> Edition:
    published(occurrences=on(1))
    return draft()


def asked(session: Session) -> list[str]:
    rows = session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.kind == "second_asked")
    )
    return sorted(rows)


def test_all_who_may_and_nobody_else_are_asked_each_time_it_is_asked_for(
    session: Session, edition: Edition, hire: Hire, other_hub: Hub, now: datetime
) -> None:
    first = hire("first", Role.PUBLISHER)
    hire("editor", Role.EDITOR)
    hire("neighbour", Role.ADMIN, other_hub)
    second, admin = hire("second", Role.PUBLISHER), hire("admin", Role.ADMIN)
    by = staff_actor(first)
    approve(session, edition, version=edition.version, by=by, now=now, send_at=EARLY)
    assert asked(session) == [admin.email, second.email]
    mail = session.scalars(select(OutboxMessage)).first()
    assert mail is not None
    assert "firstさんが" in mail.body["text"]
    assert f"/desk/editions/{edition.id}?asked={edition.version}" in mail.body["text"]
    assert mail.due_at == now + timedelta(minutes=2), "a slip of the hand reaches nobody"
    assert "11月21日(土) 9:00 に送る予定" in mail.body["text"]
    for one in session.scalars(select(OutboxMessage)):
        one.state, one.attempts = OutboxState.SENT, 1
    reschedule(session, edition, send_at=EARLY + timedelta(minutes=30), by=by, now=now)
    assert len(asked(session)) == 4, "another time is another question"


def in_time(session: Session, edition: Edition, deed: str, by: Actor, now: datetime) -> None:
    match deed:
        case "undo":
            undo_approval(session, edition, by=by, now=now)
        case "other time":
            reschedule(session, edition, send_at=SLOT, by=by, now=now)
        case "stop":
            stop(session, edition, by=by, now=now)
        case "agreed":
            second_approve(session, edition, version=edition.version, by=by, now=now)
        case "missed":
            later = EARLY + timedelta(hours=6)
            assert begin_dispatch(session, edition, now=later) == "missed"
        case "restored":
            hold(session, edition, reason="復元しました。", by=by, now=now)


@pytest.mark.parametrize("deed", ["undo", "other time", "stop", "agreed", "missed", "restored"])
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_question_that_is_over_is_asked_of_nobody_any_more(
    session: Session, edition: Edition, hire: Hire, now: datetime, deed: str, *, is_sent: bool
) -> None:
    """A mail on its way cannot be taken back; the others go nowhere."""
    first, second = hire("first", Role.PUBLISHER), hire("second", Role.PUBLISHER)
    hire("third", Role.ADMIN)
    by = staff_actor(first)
    approve(session, edition, version=edition.version, by=by, now=now, send_at=EARLY)
    if is_sent:
        mail = session.scalars(
            select(OutboxMessage).where(OutboxMessage.recipient == second.email)
        ).one()
        mail.state, mail.attempts = OutboxState.SENDING, 1
        session.flush()
    in_time(session, edition, deed, staff_actor(second) if deed == "agreed" else by, now)
    assert asked(session) == ([second.email] if is_sent else [])


def test_approved_again_it_is_asked_again(
    session: Session, edition: Edition, hire: Hire, now: datetime
) -> None:
    by = staff_actor(hire("first", Role.PUBLISHER))
    second = hire("second", Role.PUBLISHER)
    for _ in range(2):
        approve(session, edition, version=edition.version, by=by, now=now, send_at=EARLY)
        assert asked(session) == [second.email]
        undo_approval(session, edition, by=by, now=now)
        assert asked(session) == []


def test_at_the_usual_hour_nobody_is_asked(
    session: Session, edition: Edition, hire: Hire, now: datetime
) -> None:
    first, _ = hire("first", Role.PUBLISHER), hire("second", Role.PUBLISHER)
    approve(session, edition, version=edition.version, by=staff_actor(first), now=now)
    assert asked(session) == []


def test_one_person_alone_is_no_two(
    session: Session, hub: Hub, edition: Edition, hire: Hire, now: datetime
) -> None:
    first = staff_actor(hire("first", Role.ADMIN))
    hire("editor", Role.EDITOR)
    assert second_people(session, hub.id, first=first.key) == []
    approve(session, edition, version=edition.version, by=first, now=now, send_at=EARLY)
    assert asked(session) == []


def test_a_hub_that_wants_no_second_person_asks_nobody(
    session: Session, hub: Hub, edition: Edition, hire: Hire, now: datetime
) -> None:
    first, _ = hire("first", Role.PUBLISHER), hire("second", Role.PUBLISHER)
    hub.second_person = False
    approve(
        session, edition, version=edition.version, by=staff_actor(first), now=now, send_at=EARLY
    )
    assert asked(session) == []
