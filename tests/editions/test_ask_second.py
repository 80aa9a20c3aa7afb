"""Who may give the second yes hears that it is wanted, each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff, staff_actor
from notifier.editions import Edition, approve, reschedule, second_people
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
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
    assert f"/desk/editions/{edition.id}" in mail.body["text"]
    assert "11月21日(土) 9:00 に送る予定" in mail.body["text"]
    reschedule(session, edition, send_at=EARLY + timedelta(minutes=30), by=by, now=now)
    assert len(asked(session)) == 4, "another time is another question"


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
