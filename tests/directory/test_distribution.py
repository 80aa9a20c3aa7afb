"""Places of distribution: added, changed with a version, ended and brought back."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import (
    AlreadyListedError,
    DirectoryInputError,
    DistributionFacts,
    StalePlaceError,
    add_distribution_place,
    change_distribution_place,
    distribution_places,
    get_distribution_place,
)
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError

CLINIC = DistributionFacts("さくら小児科", 30, address="西区1-1", contact="受付 045-000-0000")


def test_a_place_is_added_once_however_it_is_spelled(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    made = add_distribution_place(session, hub, CLINIC, by=editor, now=now)
    assert (made.copies, made.contact, made.version) == (30, "受付 045-000-0000", 1)
    with pytest.raises(AlreadyListedError):
        add_distribution_place(
            session, hub, replace(CLINIC, name="さくら　小児科"), by=editor, now=now
        )
    add_distribution_place(session, other_hub, CLINIC, by=editor, now=now)
    assert [one.id for one in distribution_places(session, hub.id)] == [made.id]
    with pytest.raises(NotFoundError):
        get_distribution_place(session, other_hub.id, made.id)


@pytest.mark.parametrize(
    "facts",
    [
        replace(CLINIC, name=" "),
        replace(CLINIC, name="あ" * 121),
        replace(CLINIC, copies=-1),
        replace(CLINIC, copies=100_001),
        replace(CLINIC, district_key="nowhere"),
        replace(CLINIC, address="長" * 201),
        replace(CLINIC, contact="長" * 201),
        replace(CLINIC, note="長" * 501),
    ],
)
def test_what_cannot_be_taken(
    session: Session, hub: Hub, editor: Actor, now: datetime, facts: DistributionFacts
) -> None:
    with pytest.raises(DirectoryInputError):
        add_distribution_place(session, hub, facts, by=editor, now=now)


def test_two_people_do_not_overwrite_each_other(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = add_distribution_place(session, hub, CLINIC, by=editor, now=now)
    change_distribution_place(
        session, made, replace(CLINIC, copies=50), ends=False, version=1, by=editor, now=now
    )
    with pytest.raises(StalePlaceError):
        change_distribution_place(
            session, made, replace(CLINIC, copies=10), ends=False, version=1, by=editor, now=now
        )
    assert made.copies == 50


def test_an_ended_place_comes_back_with_its_history(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = add_distribution_place(session, hub, CLINIC, by=editor, now=now)
    change_distribution_place(session, made, CLINIC, ends=True, version=1, by=editor, now=now)
    assert made.ended_at == now
    again = add_distribution_place(session, hub, replace(CLINIC, copies=5), by=editor, now=now)
    assert (again.id, again.ended_at, again.copies, again.version) == (made.id, None, 5, 3)


def test_no_two_places_get_one_name(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    add_distribution_place(session, hub, CLINIC, by=editor, now=now)
    other = add_distribution_place(
        session, hub, replace(CLINIC, name="うめ薬局"), by=editor, now=now
    )
    with pytest.raises(AlreadyListedError):
        change_distribution_place(session, other, CLINIC, ends=False, version=1, by=editor, now=now)
