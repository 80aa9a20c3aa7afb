"""LINE at its own pace: G9 (tasks and calls), G10 (the rate) and G11 (memory), on PostgreSQL.

``python -m bench line``. The goal speaks of 1,000,000 readers, which ``NOTIFIER_BENCH_LINE_READERS``
sets; by default the run is scaled to 200,000: 400 calls, two seconds at 200 a second. The other end
is a bare sink on loopback that notes when each call came.
"""

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import redis
from sqlalchemy import text

from bench import _crowd
from bench._crowd import Helper
from notifier import delivery
from notifier.config import settings
from notifier.editions import Edition
from notifier.kit import broker, db
from tests.fakes.quiet_broker import nothing_under_way

READERS = int(os.environ.get("NOTIFIER_BENCH_LINE_READERS", "200000"))
FEW = 10_000
RATE = 200
WORKERS = 4
MOST_SLOWER, MOST_MIB = 1.10, 100
CALLS = """
SELECT coalesce(sum(ceil(n / 500.0)), 0) FROM
  (SELECT count(*) AS n FROM deliveries WHERE channel = 'line' GROUP BY content_group_id) AS g
"""


def main() -> bool:
    """Print the table; True when a bound was missed."""
    with _crowd.server_database() as url:
        if url is None:
            print("G9-G11: no PostgreSQL here, nothing was measured")
            return False
        with _outside() as sink, _helpers(url) as helpers:
            with db.writing() as session:
                edition_id, moment = _crowd.fill(session, readers=FEW, rate=RATE)
            bare = _bare_calls(sink, helpers[1:])
            few, _ = _send(edition_id, moment, sink, helpers)
            with db.writing() as session:
                _crowd.forget_plan(session, edition_id)
                hub_id = session.get_one(Edition, edition_id).hub_id
                _crowd.more(session, hub_id, readers=READERS - FEW)
            many, figures = _send(edition_id, moment, sink, helpers)
    grown = max(after - before for before, after in zip(few, many, strict=True))
    is_exact = figures["sum"] == figures["tasks"] == figures["calls"]
    slower, most = figures["slower"], max(bare["most"], figures["most"])
    print(f"G9 tasks in the broker: must {figures['sum']:.0f}, got {figures['tasks']:.0f}")
    print(f"G9 calls at the sink: must {figures['sum']:.0f}, got {figures['calls']:.0f}")
    print(f"G10 time of {RATE} calls a second: must {MOST_SLOWER:g}, got {slower:.2f}")
    print(f"G10 the pace alone, without a ledger: must {MOST_SLOWER:g}, got {bare['slower']:.2f}")
    print(f"G10 most calls in any second: must {RATE}, got {most:.0f}")
    print(f"  peaks in MiB: {_say(few)}, then {_say(many)}")
    print(f"G11 MiB more for {READERS:,} than {FEW:,} readers: must {MOST_MIB}, got {grown:.1f}")
    return (
        not is_exact or max(slower, bare["slower"]) > MOST_SLOWER or most > RATE or grown > MOST_MIB
    )


def _send(
    edition_id: int, moment: datetime, sink: Helper, helpers: list[Helper]
) -> tuple[list[float], dict[str, float]]:
    """Plan and send the edition; each helper's peak memory in MiB, and the figures."""
    planner, *workers = helpers
    peaks = [_peak(planner.ask({"moment": moment.timestamp(), "dispatch": edition_id}))]
    with db.writing() as session:
        expected = float(session.scalar(text(CALLS)) or 0)
        bells = delivery.ring_due(session, now=moment, limit=READERS)
    tasks, ids = _ring([bell for bell in bells if bell.queue == "line"])
    sink.ask("forget")
    for number, one in enumerate(workers):
        one.tell({"moment": moment.timestamp(), "batches": ids[number::WORKERS]})
    said: list[Any] = [one.hear() for one in workers]
    peaks += [_peak(one) for one in said]
    cpu = sum(one["cpu"] for one in said) / max(1, len(ids))
    print(f"  workers: {cpu * 1000:.1f} ms CPU a call")
    return peaks, {"sum": expected, "tasks": tasks, **_rate(sink)}


def _bare_calls(sink: Helper, workers: list[Helper]) -> dict[str, float]:
    """The pace itself: as many calls as the edition needs, of ready bytes, by all workers."""
    sink.ask("forget")
    each = math.ceil(READERS / delivery.BATCH_SIZE / WORKERS)
    for one in workers:
        one.tell({"calls": each, "rate": RATE})
    for one in workers:
        one.hear()
    return _rate(sink)


def _rate(sink: Helper) -> dict[str, float]:
    """How the calls since the last question came in."""
    arrived = sorted(at for at, _ in _calls(sink.ask("tell")))
    ideal = len(arrived) / RATE
    took = arrived[-1] - arrived[0] + 1 / RATE
    most = max(
        sum(at <= one < at + 1 for one in arrived[n : n + RATE + 1]) for n, at in enumerate(arrived)
    )
    print(f"  {len(arrived)} calls in {took:.1f} s, {len(arrived) / took:.0f} a second")
    return {"calls": len(arrived), "ideal": ideal, "slower": took / ideal, "most": most}


def _ring(bells: list[delivery.Bell]) -> tuple[int, list[int]]:
    """Put the bells into the broker as the tick does; how many messages lie there, and their ids."""
    from worker.tasks import send_batch

    send_batch.app.conf.broker_url = broker.broker_url()
    waiting = redis.Redis.from_url(broker.client_url())
    waiting.delete("line")
    for bell in bells:
        send_batch.apply_async((bell.batch_id,), queue=bell.queue)
    return int(waiting.llen("line")), [bell.batch_id for bell in bells]


def _say(peaks: list[float]) -> str:
    return " ".join(f"{one:.0f}" for one in peaks)


def _peak(said: Any) -> float:  # noqa: ANN401 - JSON
    return float(said["peak"])


def _calls(said: Any) -> list[tuple[float, int]]:  # noqa: ANN401 - JSON
    return [(at, readers) for at, readers in said]


@contextmanager
def _outside() -> "Iterator[Helper]":
    """The sink, and an embedded broker of the benchmark's own."""
    sink = Helper("bench._line_sink")
    os.environ["NOTIFIER_LINE_API_URL"] = f"http://127.0.0.1:{sink.said}"
    os.environ["NOTIFIER_BROKER_URL"] = "embedded"
    settings.cache_clear()
    server = broker.start_embedded()
    nothing_under_way()
    try:
        yield sink
    finally:
        sink.close()
        if server is not None:
            server.stop()


@contextmanager
def _helpers(url: str) -> "Iterator[list[Helper]]":
    made = [Helper("bench._ledger_worker", url) for _ in range(WORKERS + 1)]
    try:
        yield made
    finally:
        for one in made:
            one.close()


if __name__ == "__main__":
    sys.exit(main())
