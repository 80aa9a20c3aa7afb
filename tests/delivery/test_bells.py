"""A bell for each batch, once; again only when it must be lost; a notice's before all others."""

import base64
import json
import math
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest
import redis
from sqlalchemy import Engine, select, update

import notifier.cli.practice.fill as practice
from notifier import delivery
from notifier.delivery import Batch, Bell, Delivery
from notifier.editions import Edition
from notifier.kit import broker
from notifier.kit.db import reading, writing
from tests.delivery.conftest import make_ready
from tests.delivery.mailing import Mailing, make_mailing
from tests.walks.world import ROOT, World

SECONDS = timedelta(seconds=1)
QUEUES = ("urgent", "line", "email")


def ring(at: datetime) -> list[Bell]:
    with writing() as session:
        return delivery.ring_due(session, now=at)


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    """1,200 readers by mail: three batches."""
    del engine
    return make_mailing(1_200, now=now)


def test_each_batch_is_rung_once(mailing: Mailing) -> None:
    assert [bell.queue for bell in ring(mailing.at)] == ["email"] * 3
    assert ring(mailing.at + 2 * SECONDS) == []


def test_bells_nobody_hears_are_rung_again(mailing: Mailing) -> None:
    first = ring(mailing.at)
    assert ring(mailing.at + 19 * SECONDS) == []
    assert ring(mailing.at + 21 * SECONDS) == first


def test_no_bell_is_rung_again_while_somebody_sends(mailing: Mailing) -> None:
    first, *others = ring(mailing.at)
    with writing() as session:
        delivery.claim(session, first.batch_id, worker="w", now=mailing.at)
    assert ring(mailing.at + 50 * SECONDS) == [], "it may stand in the queue for as long"
    again = ring(mailing.at + delivery.LEASE + SECONDS)
    assert again == [first, *others], "who held the batch is dead, and so may the others be"


def test_a_pause_that_is_over_is_rung_at_once(mailing: Mailing) -> None:
    ring(mailing.at)
    with writing() as session:
        session.execute(
            update(Batch)
            .where(Batch.id == mailing.batch_id)
            .values(state="retry", next_try_at=mailing.at + 2 * SECONDS)
        )
    assert ring(mailing.at + SECONDS) == []
    assert [bell.batch_id for bell in ring(mailing.at + 3 * SECONDS)] == [mailing.batch_id]
    assert ring(mailing.at + 4 * SECONDS) == []


def add_batch(kind: str, now: datetime) -> None:
    """Another edition, of that kind, with one batch by mail."""
    with writing() as session:
        hub_id = session.scalars(select(Edition.hub_id)).one()
        edition = Edition(
            hub_id=hub_id, kind=kind, on=now.date(), title="中止", state="dispatching",
            composed_at=now, dispatched_at=now,
        )  # fmt: skip
        session.add(edition)
        session.flush()
        session.add(
            Batch(hub_id=hub_id, edition_id=edition.id, channel="email", number=1, retry_key="k")
        )


def test_a_notice_is_rung_first_and_in_a_queue_of_its_own(mailing: Mailing, now: datetime) -> None:
    add_batch("notice", now)
    assert [bell.queue for bell in ring(mailing.at)] == ["urgent", "email", "email", "email"]


def test_a_kind_nobody_makes_any_more_keeps_no_other_edition_waiting(
    mailing: Mailing, now: datetime
) -> None:
    add_batch("fortnightly", now)
    assert [bell.queue for bell in ring(mailing.at)] == ["email"] * 4


def test_tasks_and_line_calls_are_exactly_the_sum_over_groups_of_500s(
    here: World, now: datetime
) -> None:
    """Counted where they arrive: messages in the broker, calls at the platform."""
    made = make_ready(here, now, line=1_164, email=620)
    moment = made.send_at + SECONDS
    messages = redis.Redis.from_url(broker.client_url())
    messages.delete(*QUEUES)
    script = "from worker.tasks import due_tick\nfor _ in range(3): due_tick()"
    subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=here.environment(moment), check=True
    )
    tasks = {queue: messages.lrange(queue, 0, -1) for queue in QUEUES}
    with reading() as session:
        rows = session.execute(select(Delivery.channel, Delivery.content_group_id)).all()
    groups = Counter(group for channel, group in rows if channel == "line")
    calls = sum(math.ceil(readers / 500) for readers in groups.values())
    assert [len(tasks[queue]) for queue in QUEUES] == [0, calls, math.ceil(620 / 500)]
    for message in (*tasks["line"], *tasks["email"]):
        (batch_id,), _, _ = json.loads(base64.b64decode(json.loads(message)["body"]))
        assert delivery.send_batch(batch_id, now_fn=lambda: moment + 5 * SECONDS)
    log = [row for row in here.control.log() if row["endpoint"] == "multicast"]
    assert len(log) == calls
    assert len(here.control.received(practice.channel_id("nishi"))) == 1_164
    print(
        f"\n1,164 LINE readers, {len(groups)} groups: {calls} tasks = {len(log)} calls = Σ⌈n/500⌉"
    )
