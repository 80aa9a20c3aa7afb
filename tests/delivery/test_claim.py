"""Two claimers, one batch: exactly one wins."""

import threading
from datetime import datetime, timedelta

from sqlalchemy import select

from notifier import delivery
from notifier.delivery import LEASE, Batch, Claim
from notifier.delivery.claim import hold
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready

CLAIMERS = 8


def batch_of(ready: Ready) -> tuple[int, datetime]:
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with reading() as session:
        found = session.scalar(select(Batch.id).order_by(Batch.id).limit(1))
    assert found is not None
    return found, moment


def test_of_many_claimers_exactly_one_wins(ready: Ready) -> None:
    batch_id, moment = batch_of(ready)
    start = threading.Barrier(CLAIMERS)
    won: list[Claim] = []

    def try_it(name: str) -> None:
        start.wait()
        with writing() as session:
            mine = delivery.claim(session, batch_id, worker=name, now=moment)
        if mine is not None:
            won.append(mine)

    threads = [threading.Thread(target=try_it, args=(f"w{n}",)) for n in range(CLAIMERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_lease_that_ran_out_may_be_taken_and_the_first_notices(ready: Ready) -> None:
    batch_id, moment = batch_of(ready)
    with writing() as session:
        first = delivery.claim(session, batch_id, worker="first", now=moment)
    assert first is not None
    with writing() as session:
        assert delivery.claim(session, batch_id, worker="second", now=moment + LEASE / 2) is None
    late = moment + LEASE + timedelta(seconds=1)
    with writing() as session:
        second = delivery.claim(session, batch_id, worker="second", now=late)
    assert second is not None
    with writing() as session:
        assert not hold(session, first, now=late)
