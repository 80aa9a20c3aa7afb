"""An edition stopped while LINE is on the line: who is named in a call under way is told apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import Batch, Delivery, DeliveryState
from notifier.delivery.channels import line as channel
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.kit import pace
from notifier.kit.db import reading, writing
from notifier.wire import line
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World

SHORTLY = timedelta(seconds=1)
LEASE_OVER = timedelta(minutes=5)


@pytest.fixture
def planned(here: World, now: datetime) -> Ready:
    """40 LINE readers in several batches, planned and due."""
    ready = make_ready(here, now, line=40, email=0)
    moment = ready.send_at + SHORTLY
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    return ready


def stop(ready: Ready) -> None:
    """The button, pressed while a call is under way, and the ticks that follow at once."""
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        edition = session.get_one(Edition, ready.edition_id)
        by = practice.staff(session, hub, "publisher")
        editions.stop(session, edition, by=by, now=ready.send_at + SHORTLY)
    tick(now_fn=lambda: ready.send_at + 2 * SHORTLY)


def batch_ids() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Batch.id).order_by(Batch.id)))


def states(batch_id: int) -> set[DeliveryState]:
    with reading() as session:
        return set(session.scalars(select(Delivery.state).where(Delivery.batch_id == batch_id)))


def is_closed(ready: Ready) -> bool:
    with reading() as session:
        return session.get_one(Edition, ready.edition_id).closed_at is not None


def answers(monkeypatch: pytest.MonkeyPatch, ready: Ready, *, is_lost: bool) -> list[bool]:
    """Stop in the middle of the first call; whether the edition was closed just then."""
    call, closed = line.multicast, []

    def stopped_meanwhile(*given: str, **named: str) -> line.LineAnswer:
        answer = call(*given, **named)
        stop(ready)
        closed.append(is_closed(ready))
        if is_lost:
            raise line.LineUnreachableError(maybe_sent=True)
        return answer

    monkeypatch.setattr(channel.line, "multicast", stopped_meanwhile)
    return closed


@pytest.mark.parametrize(("is_lost", "after"), [(False, "sent"), (True, "unknown")])
def test_stopped_while_a_call_is_under_way(
    planned: Ready, monkeypatch: pytest.MonkeyPatch, *, is_lost: bool, after: str
) -> None:
    first, *others = batch_ids()
    assert others
    closed = answers(monkeypatch, planned, is_lost=is_lost)
    assert delivery.send_batch(first, now_fn=lambda: planned.send_at + SHORTLY)
    assert closed == [False], "a call was under way"
    tick(now_fn=lambda: planned.send_at + LEASE_OVER)
    assert states(first) == {DeliveryState(after)}
    assert set().union(*map(states, others)) == {DeliveryState.SUPPRESSED}
    assert is_closed(planned)
    received = planned.world.control.received(practice.channel_id("nishi"))
    with reading() as session:
        named = session.scalars(select(Delivery.id).where(Delivery.batch_id == first)).all()
    assert len(received) == len(named)


def test_stopped_while_it_waits_for_its_turn(
    planned: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LINE is slow, a call waits its seconds: nobody of its readers gets what was stopped."""
    turn = pace.turn

    @contextmanager
    def long_awaited(name: str, **limits: float) -> Iterator[None]:
        stop(planned)
        with turn(name, **limits):  # type: ignore[arg-type]
            yield

    monkeypatch.setattr(channel.pace, "turn", long_awaited)
    monkeypatch.setattr(channel, "LOOK_AGAIN_SECONDS", 0.0)
    for one in batch_ids():
        delivery.send_batch(one, now_fn=lambda: planned.send_at + SHORTLY)
    tick(now_fn=lambda: planned.send_at + LEASE_OVER)
    assert planned.world.control.received(practice.channel_id("nishi")) == {}
    assert set().union(*map(states, batch_ids())) == {DeliveryState.SUPPRESSED}
    assert is_closed(planned)


def test_who_waited_for_a_turn_and_was_not_stopped_goes(
    planned: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LOOK_AGAIN_SECONDS", 0.0)
    tick(now_fn=lambda: planned.send_at + SHORTLY)
    assert set().union(*map(states, batch_ids())) == {DeliveryState.SENT}


def test_stopped_after_the_worker_died_in_its_call(
    planned: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody heard the answer: its readers are unknown as soon as the lease is over."""

    class KilledError(BaseException):
        pass

    def dies(*_: str, **__: str) -> line.LineAnswer:
        raise KilledError

    first, *others = batch_ids()
    monkeypatch.setattr(channel.line, "multicast", dies)
    with pytest.raises(KilledError):
        delivery.send_batch(first, now_fn=lambda: planned.send_at + SHORTLY)
    stop(planned)
    assert states(first) == {DeliveryState.QUEUED}, "may still be answered"
    assert not is_closed(planned)
    tick(now_fn=lambda: planned.send_at + LEASE_OVER)
    assert states(first) == {DeliveryState.UNKNOWN}
    assert set().union(*map(states, others)) == {DeliveryState.SUPPRESSED}
    assert is_closed(planned)


def test_a_lease_from_before_the_clock_was_set_back_does_not_keep_a_stop_open(
    planned: Ready,
) -> None:
    """Its worker died; nobody waits nine hours to hear who has it."""
    back = timedelta(hours=9)
    with writing() as session:
        first = session.scalars(select(Batch.id).order_by(Batch.id)).first()
        assert first is not None
        assert delivery.claim(session, first, worker="dead", now=planned.send_at + SHORTLY)
        edition = session.get_one(Edition, planned.edition_id)
        by = practice.staff(session, hubs.find_hub(session, "nishi"), "publisher")
        editions.stop(session, edition, by=by, now=planned.send_at - back)
    for minute in range(3):
        moment = planned.send_at - back + timedelta(minutes=minute)
        tick(now_fn=lambda moment=moment: moment)  # type: ignore[misc]
    assert is_closed(planned)
    assert {state for one in batch_ids() for state in states(one)} == {DeliveryState.SUPPRESSED}
