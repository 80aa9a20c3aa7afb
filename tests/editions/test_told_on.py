"""An announcement is for children as old as they are on the day it reaches people."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    approve,
    begin_dispatch,
    build_content_groups,
    compose,
    preview,
    reach,
    reschedule,
)
from notifier.hubs import Hub
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SATURDAY, SLOT, Listings, Readers, groups_of

ON = SATURDAY + timedelta(days=7)  # 2026-11-28
AT = SLOT + timedelta(days=7)
TUESDAY = AT + timedelta(days=3)  # 2026-12-01: every child is a month older
BABIES = {**OPEN, "kind": "information", "occurrences": (), "min_months": 0, "max_months": 11}
ELEVEN_MONTHS, NEWBORN = Wishes(birth_months=("2025-12",)), Wishes(birth_months=("2026-12",))


@pytest.fixture
def made(
    session: Session, hub: Hub, published: Listings, reader: Readers, machine: Actor, now: datetime
) -> Edition:
    """An edition of 28 November for babies; one turns a year, another is born three days later."""
    hub.second_person = False
    published(**BABIES)
    reader(ELEVEN_MONTHS)
    reader(NEWBORN, channels=("email",))
    return compose(session, hub, kind="weekly", on=ON, by=machine, now=now)


def reached(session: Session, edition: Edition, *, now: datetime) -> tuple[int, int]:
    found = reach(session, edition, now=now)
    return found.line, found.email


def ways_of_dispatched(session: Session, edition: Edition, *, now: datetime) -> list[bool]:
    """Whether each group that was made is printed for LINE (the older child's reader)."""
    assert begin_dispatch(session, edition, now=now) == "dispatching"
    build_content_groups(session, edition, now=now)
    return [bool(group.line_messages) for group in groups_of(session, edition)]


def test_on_its_day(session: Session, made: Edition, publisher: Actor, now: datetime) -> None:
    assert reached(session, made, now=now) == (1, 0)
    approve(session, made, version=made.version, by=publisher, now=now)
    assert reached(session, made, now=now) == (1, 0)
    assert ways_of_dispatched(session, made, now=AT) == [True]
    assert reached(session, made, now=TUESDAY) == (1, 0), "it went on its day"


def test_sent_late_it_asks_for_the_ages_of_that_day(
    session: Session, made: Edition, publisher: Actor
) -> None:
    assert reached(session, made, now=TUESDAY) == (0, 1)
    approve(session, made, version=made.version, by=publisher, now=TUESDAY, late=True)
    assert reached(session, made, now=TUESDAY) == (0, 1)
    assert preview(session, made, ELEVEN_MONTHS, now=TUESDAY).items == ()
    assert made.send_at is not None
    assert ways_of_dispatched(session, made, now=made.send_at) == [False]


def test_a_later_time_after_the_approval_changes_whom_it_is_for_not_what_it_says(
    session: Session, made: Edition, publisher: Actor, now: datetime
) -> None:
    approve(session, made, version=made.version, by=publisher, now=now)
    approved, frozen = made.content_hash, made.items[0].snapshot
    reschedule(session, made, send_at=TUESDAY, by=publisher, now=now)
    assert reached(session, made, now=now) == (0, 1)
    assert ways_of_dispatched(session, made, now=TUESDAY) == [False]
    assert (made.content_hash, made.items[0].snapshot) == (approved, frozen)
