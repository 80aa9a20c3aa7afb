"""Two people at one place at once: the slower one is told, and nothing is done twice."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.directory import DistributionFacts, Place, PlaceFacts, SeenPlace
from notifier.hubs import District, Hub
from notifier.kit.db import reading, writing
from notifier.kit.errors import ConflictError, NotFoundError

Deed = Callable[[Session], object]
PATIENCE_SECONDS = 10


@pytest.fixture
def hub_id(engine: Engine, now: datetime) -> int:
    """A committed hub, seen by every session."""
    del engine
    with writing() as session:
        made = Hub(
            slug="nishi", name="拠点（練習）", ward_code="141038", created_at=now, is_practice=True
        )
        session.add(made)
        session.flush()
        session.add(District(hub_id=made.id, key="d1", name="第1地区", position=1))
        return made.id


def at_once(first: Deed, second: Deed) -> list[BaseException]:
    """``second`` begins while ``first`` is done but not committed yet; what it raised."""
    raised: list[BaseException] = []
    has_read = threading.Event()

    def run_second() -> None:
        try:
            with writing() as session:
                has_read.set()
                second(session)
        except Exception as error:
            raised.append(error)

    with writing() as session:
        first(session)
        thread = threading.Thread(target=run_second)
        thread.start()
        has_read.wait(0.3)  # SQLite lets nobody else begin meanwhile
        thread.join(0.3)  # it stands before the row by now
    thread.join(PATIENCE_SECONDS)
    return raised


def register(hub_id: int, name: str, by: Actor, now: datetime) -> Deed:
    return lambda session: directory.add_place(
        session, session.get_one(Hub, hub_id), PlaceFacts(name), by=by, now=now
    )


def two_places(hub_id: int, by: Actor, now: datetime) -> tuple[int, int]:
    """A place and the one it is to be joined with, committed."""
    with writing() as session:
        for name in ("会館", "旧会館"):
            register(hub_id, name, by, now)(session)
        kept, gone = (one.id for one in directory.places(session, hub_id))
    return kept, gone


def join(kept: int, gone: int, by: Actor, now: datetime) -> Callable[[Session], object]:
    """Joining them, as they were first seen."""

    def act(session: Session) -> object:
        place, other = session.get_one(Place, kept), session.get_one(Place, gone)
        return directory.join_places(
            session, SeenPlace(place, 1), SeenPlace(other, 1), by=by, now=now
        )

    return act


def test_two_register_one_place(hub_id: int, editor: Actor, now: datetime) -> None:
    (error,) = at_once(
        register(hub_id, "会館", editor, now), register(hub_id, "会　館", editor, now)
    )
    assert isinstance(error, directory.AlreadyListedError)
    assert "すでに登録されています" in str(error)
    with reading() as session:
        assert len(directory.places(session, hub_id)) == 1


def test_two_write_down_one_place_of_distribution(
    hub_id: int, editor: Actor, now: datetime
) -> None:
    def add(session: Session) -> object:
        hub, facts = session.get_one(Hub, hub_id), DistributionFacts("薬局", 10, district_key="d1")
        return directory.add_distribution_place(session, hub, facts, by=editor, now=now)

    (error,) = at_once(add, add)
    assert isinstance(error, directory.AlreadyListedError)


def test_one_joins_what_another_takes_a_name_from(
    hub_id: int, editor: Actor, now: datetime
) -> None:
    kept, gone = two_places(hub_id, editor, now)

    def remove(session: Session) -> object:
        place = directory.get_place(session, hub_id, gone)
        return directory.remove_spelling(session, place, 1, by=editor, now=now)

    (error,) = at_once(join(kept, gone, editor, now), remove)
    assert isinstance(error, ConflictError | NotFoundError)


def test_one_joins_what_another_corrects(hub_id: int, editor: Actor, now: datetime) -> None:
    kept, gone = two_places(hub_id, editor, now)

    def correct(session: Session) -> object:
        place = session.get(Place, gone)
        if place is None:  # where nobody begins while another writes
            raise directory.StalePlaceError("gone")
        facts = PlaceFacts("旧会館", "西区1")
        return directory.change_place(session, SeenPlace(place, 1), facts, by=editor, now=now)

    (error,) = at_once(join(kept, gone, editor, now), correct)
    assert isinstance(error, directory.StalePlaceError)
    with reading() as session:
        assert [one.id for one in directory.places(session, hub_id)] == [kept]
