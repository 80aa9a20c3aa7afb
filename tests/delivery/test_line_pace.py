"""LINE's account is never called more often than the hub's rate, whoever calls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import Batch
from notifier.delivery.channels import line as channel
from notifier.kit import pace
from notifier.kit.db import reading, writing
from notifier.wire import line
from tests.delivery.conftest import make_ready
from tests.walks.world import World

RATE = 4


def test_no_second_has_more_calls_than_the_hub_allows(here: World, now: datetime) -> None:
    """The platform counts by its own clock and refuses the one call too many."""
    ready = make_ready(here, now, line=64, email=0)
    with writing() as session:
        hubs.find_hub(session, "nishi").line_rate = RATE
    here.control.put_channel(
        practice.channel_id("nishi"), practice.channel_secret("nishi"), rate=RATE,
        purpose="readers", webhook_url="http://127.0.0.1:9/hook",
    )  # fmt: skip
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with reading() as session:
        due = delivery.due_batches(session, now=moment)
    assert len(due) > 2 * RATE
    with ThreadPoolExecutor(len(due)) as workers:
        sent = list(workers.map(lambda one: delivery.send_batch(one, now_fn=lambda: moment), due))
    assert all(sent)
    log = [row for row in here.control.log() if row["endpoint"] == "multicast"]
    assert [row["status"] for row in log] == [200] * len(due)


@pytest.mark.parametrize("away", ["broker", "login", "line"])
def test_calls_that_never_left_are_not_counted(
    here: World, now: datetime, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    """The edition's count is what arrived; the pauses grow all the same."""
    ready = make_ready(here, now, line=12, email=0)
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with monkeypatch.context() as patch:
        never_leaves(patch, away)
        pauses = []
        for at in (moment, moment + timedelta(minutes=1)):
            send_due(at)
            assert calls(ready.edition_id) == 0
            pauses.append(longest_pause(at))
    assert pauses[0] < pauses[1]
    send_due(moment + timedelta(minutes=10))
    log = [row for row in here.control.log() if row["endpoint"] == "multicast"]
    assert calls(ready.edition_id) == len(log) > 0


def never_leaves(patch: pytest.MonkeyPatch, away: str) -> None:
    def no_turn(*_: object, **__: object) -> None:
        raise pace.NoTurnError("順番を配るブローカーが応答しません。")

    def unreachable(*_: object, **__: object) -> None:
        raise line.LineUnreachableError(maybe_sent=False)

    where, name, stand_in = {
        "broker": (pace, "turn", no_turn),
        "login": (channel, "channel_token", unreachable),
        "line": (line, "multicast", unreachable),
    }[away]
    patch.setattr(where, name, stand_in)


def send_due(at: datetime) -> None:
    with reading() as session:
        due = delivery.due_batches(session, now=at)
    for one in due:
        assert delivery.send_batch(one, now_fn=lambda: at)


def calls(edition_id: int) -> int:
    with reading() as session:
        edition = session.get_one(editions.Edition, edition_id)
        return int(delivery.status(session, edition)["line_calls"])


def longest_pause(at: datetime) -> timedelta:
    with reading() as session:
        tries = session.scalars(select(Batch.next_try_at)).all()
    return max(one - at for one in tries if one is not None)
