"""Places: a room of a known place is that place; two letters in common are not."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.hubs import Hub


def test_a_room_belongs_to_its_place(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    directory.add_place(session, hub, name="藤棚", by=editor, now=now)
    hall = directory.add_place(
        session, hub, name="藤棚地区センター", district_key="d3", by=editor, now=now
    )
    match = directory.match_place
    assert match(session, hub.id, "藤棚地区センター　２階 多目的室") is hall
    assert match(session, hub.id, "藤棚地区センター") is hall
    assert match(session, hub.id, "藤棚公園") is None
    assert match(session, hub.id, "") is None
    assert match(session, other_hub.id, "藤棚地区センター") is None
    assert [place.name for place in directory.places(session, hub.id)] == [
        "藤棚",
        "藤棚地区センター",
    ]


def test_the_same_place_twice_is_refused(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    directory.add_place(session, hub, name="地区センター", by=editor, now=now)
    with pytest.raises(directory.AlreadyListedError):
        directory.add_place(session, hub, name="地区 センター", by=editor, now=now)
