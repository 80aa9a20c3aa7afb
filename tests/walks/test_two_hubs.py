"""Two hubs share a database and a machine: trouble of one is none of the other's."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, hubs, subscribers
from notifier.cli.practice.fill import channel_id
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.hubs import LineChannel
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready, make_ready
from tests.delivery.conftest import here as here  # noqa: PLC0414 - the fixture, shared
from tests.walks.world import World, approved_edition, grid_readers

LINE, EMAIL = 20, 8
OURS, THEIRS = "nishi", "kohoku"


@pytest.fixture
def both(here: World, now: datetime) -> tuple[Ready, Ready]:
    """An approved edition each for the same hour; some LINE ids are the same in both accounts."""
    ours = make_ready(here, now, line=LINE, email=EMAIL)
    with writing() as session:
        hub = hubs.find_hub(session, THEIRS)
        keys = [district.key for district in hubs.districts(session, hub.id)]
        rows = grid_readers(hub, keys, line=LINE, email=EMAIL, now=now)
        subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=now)
    line_ids = [row.address for row in rows if row.channel == "line"]
    here.control.add_friends(channel_id(THEIRS), line_ids)
    edition_id, send_at = approved_edition(THEIRS, now=now)
    mails = [row.address for row in rows if row.channel == "email"]
    return ours, Ready(here, edition_id, send_at, line_ids, mails)


def go(ready: Ready, *, minutes: int = 6) -> None:
    """The ticks of some minutes."""
    for minute in range(minutes):
        moment = ready.send_at + timedelta(minutes=minute, seconds=1)
        tick(now_fn=lambda moment=moment: moment)  # type: ignore[misc]


def status(ready: Ready) -> tuple[str, dict[str, dict[str, int]]]:
    with reading() as session:
        found = delivery.status(session, session.get_one(Edition, ready.edition_id))
    return str(found["state"]), found["channels"]


def got_it_once(ready: Ready, hub: str) -> None:
    """Everybody it was for (an item fits not every family), and nobody twice."""
    received = ready.world.control.received(channel_id(hub), kind="multicast")
    assert {sum(times.values()) for times in received.values()} == {1}
    counts = ready.world.sink.counts
    mails = [counts[to] for to in ready.mail_addresses if counts[to]]
    assert set(mails) == {1}
    state, channels = status(ready)
    assert state == "sent"
    assert {one for one, many in channels["line"].items() if many} == {"sent"}
    assert channels["line"]["sent"] == len(received)
    assert channels["email"]["sent"] >= len(mails)


def test_each_reader_gets_their_own_hubs_edition_once(both: tuple[Ready, Ready]) -> None:
    ours, theirs = both
    go(ours)
    got_it_once(ours, OURS)
    got_it_once(theirs, THEIRS)


def take_the_secret(here: World) -> None:
    """Somebody issued a new one and told nobody."""
    here.control.put_channel(channel_id(THEIRS), "0" * 32, purpose="readers")


def use_up_the_month(here: World) -> None:
    secret = practice.channel_secret(THEIRS)
    here.control.put_channel(channel_id(THEIRS), secret, purpose="readers", quota_limit=LINE - 1)


def break_the_hours(_here: World) -> None:
    """What no page lets through, and an old import may have brought."""
    with writing() as session:
        hubs.find_hub(session, THEIRS).window_open = "nine"


def forget_the_account(_here: World) -> None:
    with writing() as session:
        hub = hubs.find_hub(session, THEIRS)
        account = session.scalars(select(LineChannel).where(LineChannel.hub_id == hub.id)).all()
        for one in account:
            session.delete(one)


TROUBLES = [take_the_secret, use_up_the_month, break_the_hours, forget_the_account]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.__name__)
def test_trouble_of_one_hub_is_its_own(
    both: tuple[Ready, Ready], trouble: Callable[[World], None]
) -> None:
    """The other one's readers get theirs at their hour; of the troubled one nobody gets half."""
    ours, theirs = both
    trouble(ours.world)
    go(ours)
    got_it_once(ours, OURS)
    state, channels = status(theirs)
    assert state in {"blocked", "approved"}
    assert channels["email"]["sent"] == channels["line"]["sent"] == 0
    assert theirs.world.control.received(channel_id(THEIRS), kind="multicast") == {}
