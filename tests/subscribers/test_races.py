"""Two things at once about one reader: each is weighed, none is lost."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier import hubs, subscribers
from notifier.kit.db import reading, writing
from notifier.subscribers import Address, AddressState, Subscriber, Wishes

FRIEND = f"U{7:032x}"
EVENT = timedelta(seconds=1)
PATIENCE_SECONDS = 10

Deed = Callable[[Session, hubs.Hub], object]


@pytest.fixture
def hub_id(engine: Engine, now: datetime) -> int:
    """A committed hub, seen by every session."""
    del engine
    with writing() as session:
        made = hubs.Hub(
            slug="nishi", name="拠点（練習）", ward_code="141038", created_at=now, is_practice=True
        )
        session.add(made)
        session.flush()
        return made.id


def at_once(hub_id: int, first: Deed, second: Deed) -> None:
    """``second`` begins while ``first`` is done but not committed yet."""
    raised: list[BaseException] = []
    begun = threading.Event()

    def run_second() -> None:
        begun.set()
        try:
            with writing() as session:
                second(session, session.get_one(hubs.Hub, hub_id))
        except Exception as error:
            raised.append(error)

    with writing() as session:
        first(session, session.get_one(hubs.Hub, hub_id))
        thread = threading.Thread(target=run_second)
        thread.start()
        begun.wait(PATIENCE_SECONDS)
        thread.join(0.3)  # it stands before the row by now
    thread.join(PATIENCE_SECONDS)
    assert not raised


def comes(at: datetime) -> Deed:
    return lambda session, hub: subscribers.follow(session, hub, user_id=FRIEND, at=at, now=at)


def goes(at: datetime) -> Deed:
    return lambda session, hub: subscribers.unfollow(session, hub, user_id=FRIEND, at=at, now=at)


def only_address() -> Address:
    with reading() as session:
        return session.scalars(select(Address)).one()


def test_the_older_follow_handled_beside_the_block_does_not_win(hub_id: int, now: datetime) -> None:
    with writing() as session:
        goes(now)(session, session.get_one(hubs.Hub, hub_id))
    at_once(hub_id, goes(now + 2 * EVENT), comes(now + EVENT))
    assert only_address().state == AddressState.BLOCKED


def test_a_block_handled_beside_the_older_follow_wins(hub_id: int, now: datetime) -> None:
    with writing() as session:
        comes(now)(session, session.get_one(hubs.Hub, hub_id))
    at_once(hub_id, comes(now + EVENT), goes(now + 2 * EVENT))
    assert only_address().state == AddressState.BLOCKED


def test_two_first_events_of_one_friend_make_one_reader(hub_id: int, now: datetime) -> None:
    at_once(hub_id, comes(now), goes(now + EVENT))
    assert only_address().state == AddressState.BLOCKED
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Subscriber)) == 1


def test_a_form_sent_twice_in_one_moment_is_one_reader(hub_id: int, now: datetime) -> None:
    def ask(session: Session, hub: hubs.Hub) -> None:
        email = "parent@example.jp"
        subscribers.subscribe(session, hub, email=email, wishes=Wishes(), place="web", now=now)

    at_once(hub_id, ask, ask)
    assert only_address().state == AddressState.UNCONFIRMED
