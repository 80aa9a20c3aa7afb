"""Off schedule, two different persons are needed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    DayOverError,
    Edition,
    EditionState,
    EditionStateError,
    NamedPersonError,
    SamePersonError,
    approve,
    begin_dispatch,
    needs_second,
    reschedule,
    second_approve,
    second_time,
    undo_approval,
)
from notifier.editions.schedule import OutsideWindowError
from notifier.hubs import Hub
from tests.editions.conftest import SLOT, Listings, on

UNDO = timedelta(minutes=10)
SECOND = Actor("staff", "発行責任者B", "3")


@pytest.fixture
def early(
    session: Session,
    published: Listings,
    draft: Callable[[], Edition],
    publisher: Actor,
    now: datetime,
) -> Edition:
    """Approved for an hour from now, a day before the slot."""
    published(occurrences=on(1))
    made = draft()
    asked = now + timedelta(hours=1)
    return approve(session, made, version=made.version, by=publisher, now=now, send_at=asked)


def test_it_waits_until_another_person_agrees(
    session: Session, early: Edition, now: datetime
) -> None:
    due = now + timedelta(hours=1)
    assert begin_dispatch(session, early, now=due) == "waiting"
    second_approve(session, early, version=early.version, by=SECOND, now=due - UNDO)
    assert early.second_by == "発行責任者B"
    assert early.send_at == due
    assert begin_dispatch(session, early, now=due) == "dispatching"


def test_the_same_person_or_a_machine_does_not_count(
    session: Session, early: Edition, publisher: Actor, machine: Actor, now: datetime
) -> None:
    with pytest.raises(SamePersonError):
        second_approve(session, early, version=early.version, by=publisher, now=now)
    for who in (machine, Actor("operator", "この機械", "root")):
        with pytest.raises(NamedPersonError):
            second_approve(session, early, version=early.version, by=who, now=now)


def test_agreeing_late_leaves_the_time_to_think_again(
    session: Session, early: Edition, publisher: Actor, now: datetime
) -> None:
    late = now + timedelta(hours=2)
    second_approve(session, early, version=early.version, by=SECOND, now=late)
    assert early.send_at == late + UNDO
    assert begin_dispatch(session, early, now=late + timedelta(minutes=1)) == "waiting"
    undo_approval(session, early, by=publisher, now=late + timedelta(minutes=9))
    assert early.state is EditionState.DRAFT


def test_agreeing_is_refused_when_it_may_not_go_any_more(
    session: Session, hub: Hub, early: Edition, now: datetime
) -> None:
    night = now + timedelta(hours=7, minutes=55)  # 19:55, and the window closes at 20:00
    with pytest.raises(OutsideWindowError, match="20:05"):
        second_approve(session, early, version=early.version, by=SECOND, now=night)
    with pytest.raises(DayOverError):
        second_time(hub, early, now=SLOT + timedelta(days=7))


def test_nobody_agreed_in_time(session: Session, early: Edition, now: datetime) -> None:
    assert begin_dispatch(session, early, now=now + timedelta(hours=4)) == "missed"


def test_a_hub_may_turn_the_rule_off(
    session: Session, hub: Hub, early: Edition, now: datetime
) -> None:
    hub.second_person = False
    assert not needs_second(hub, early)
    assert begin_dispatch(session, early, now=now + timedelta(hours=1)) == "dispatching"


def test_a_new_time_forgets_the_second_yes(
    session: Session, early: Edition, publisher: Actor, now: datetime
) -> None:
    second_approve(session, early, version=early.version, by=SECOND, now=now)
    reschedule(session, early, send_at=now, by=publisher, now=now)
    assert early.send_at == now
    assert begin_dispatch(session, early, now=now) == "waiting"


def test_on_schedule_nobody_is_asked(
    session: Session, published: Listings, approved: Callable[[], Edition], now: datetime
) -> None:
    published(occurrences=on(1))
    made = approved()
    with pytest.raises(EditionStateError):
        second_approve(session, made, version=made.version, by=SECOND, now=now)
