"""A worker is killed at twenty random points of an edition; the fake platform is the judge."""

import random
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs, subscribers
from notifier.kit.db import reading, writing
from tests.walks.laid_out import fill
from tests.walks.world import World, approved_edition, grid_readers, kill_group, wait_until, world

KILLS = 20
LINE_READERS, MAIL_READERS = 1_500, 500
LEASE_AND_MORE = timedelta(seconds=75)

pytestmark = [pytest.mark.kill, pytest.mark.slow]


def test_twenty_kills_lose_nobody_and_tell_nobody_twice(
    engine: Engine,
    schema_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    del engine
    chance = random.Random(20261121)  # noqa: S311 - a repeatable walk
    # While workers are killed the outside sets the pace, not the machine: two minutes of mail alone
    # outlast twenty kills of a second or two each.
    pauses = [0.1, 0.2, 0.4]
    with world(
        tmp_path, schema_url, monkeypatch, now=now, pause=lambda: chance.choice(pauses)
    ) as here:
        line_ids, mail_addresses = _readers(here, now)
        edition_id, send_at = approved_edition("nishi", now=now)
        _slow_line(here, chance)
        moment = send_at + timedelta(seconds=1)
        here.start("run", "beat", now=moment)

        kills = _kill_often(here, edition_id, moment, chance)

        pauses[:] = [0.0]
        moment += LEASE_AND_MORE * (KILLS + 2)
        here.control.clear_faults()
        here.start("run", "worker", "--concurrency", "1", now=moment)
        wait_until(lambda: _state(edition_id) == "sent", what="the edition to be finished")

        received = here.control.received(practice.channel_id("nishi"))
        assert {user: sum(times.values()) for user, times in received.items()} == dict.fromkeys(
            line_ids, 1
        )
        unknown = _unknown_addresses(edition_id)
        # The staff are told of silent workers meanwhile: that is mail too, but no edition.
        counts = {who: n for who, n in here.sink.counts.items() if who in mail_addresses}
        assert max(counts.values()) == 1
        assert mail_addresses - set(counts) <= unknown, "lost without being said"
        assert len(unknown) <= kills
        status = _status(edition_id)
        assert status["channels"]["line"]["sent"] == LINE_READERS
        assert status["channels"]["email"]["sent"] + len(unknown) == MAIL_READERS
        print(
            f"\n{kills} kills: LINE {len(received)} readers once each; mail {len(counts)} accepted "
            f"once each, {len(unknown)} unknown (said), 0 lost"
        )


def _readers(here: World, now: datetime) -> tuple[set[str], set[str]]:
    fill(now=now)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        keys = [district.key for district in hubs.districts(session, hub.id)]
        rows = grid_readers(hub, keys, line=LINE_READERS, email=MAIL_READERS, now=now)
        subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=now)
    line_ids = {row.address for row in rows if row.channel == "line"}
    here.control.add_friends(practice.channel_id("nishi"), line_ids)
    return line_ids, {row.address for row in rows if row.channel == "email"}


def _slow_line(here: World, chance: random.Random) -> None:
    """Half of the calls are slow before LINE accepts, half between accepting and answering."""
    kinds = ["hang", "hang_after"] * 40
    chance.shuffle(kinds)
    here.control.faults(
        *({"endpoint": "multicast", "kind": kind, "seconds": 0.2} for kind in kinds)
    )


def _kill_often(here: World, edition_id: int, moment: datetime, chance: random.Random) -> int:
    kills = 0
    for _ in range(KILLS):
        if _state(edition_id) == "sent":
            break
        before = _touched(edition_id)
        worker = here.start("run", "worker", "--concurrency", "1", now=moment)
        wait_until(
            lambda before=before: _touched(edition_id) != before, what="a worker to do something"
        )
        time.sleep(chance.uniform(0, 0.6))
        kill_group(worker, signal.SIGKILL)
        kills += 1
        moment += LEASE_AND_MORE
    assert kills == KILLS, "the edition was over before the last kill: make it larger"
    return kills


def _touched(edition_id: int) -> tuple[object, ...]:
    status = _status(edition_id)
    counts = [tuple(states.values()) for states in status["channels"].values()]
    return (status["state"], status["line_calls"], *counts)


def _state(edition_id: int) -> str:
    return str(_status(edition_id)["state"])


def _status(edition_id: int) -> dict[str, Any]:
    with reading() as session:
        return delivery.status(session, session.get_one(editions.Edition, edition_id))


def _unknown_addresses(edition_id: int) -> set[str]:
    with reading() as session:
        edition = session.get_one(editions.Edition, edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        rows = delivery.unknown_deliveries(session, hub, edition)
        return {session.get_one(subscribers.Address, row.address_id).address for row in rows}
