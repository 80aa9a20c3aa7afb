"""What one reader costs, measured at two sizes: the figures behind docs/scale.md.

``python -m bench scale`` plans an edition for mail readers with 50 different selections on
PostgreSQL (SQLite when none answers), with ``NOTIFIER_BENCH_SIZES`` readers. CPU, not time: it is
nearly the same on a busy machine. The service promises that a reader costs the same at any size.
With Debian's postfix (its smtp-sink) some letters are sent too.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from bench import _mailing
from bench._relays import peer, sink
from bench._served import cpu_of, databases
from notifier import delivery
from notifier.config import settings
from notifier.kit import db

SIZES = [int(one) for one in os.environ.get("NOTIFIER_BENCH_SIZES", "10000,100000").split(",")]
VARIANTS = 50
DEARER = 1.25  # how much dearer the last reader may be than the first
LETTERS = 4_000
LEDGER = ("batches", "deliveries")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one reader: CPU seconds of the planning process and of the database, bytes it keeps."""

    ours: float
    server: float
    ledger: float


def main() -> bool:
    """Print what a reader costs at each size; True when a large hub's readers are dearer."""
    costs: list[Cost] = []
    for size in SIZES:
        with databases() as found:
            name, engine = list(found.items())[-1]
            costs.append(_measure(engine, size))
        cost = costs[-1]
        print(
            f"{size:,} readers on {name}: planning {cost.ours * 1e6:.0f} µs of our CPU and "
            f"{cost.server * 1e6:.0f} µs of the database's, {cost.ledger:.0f} bytes a reader",
            flush=True,
        )
    if peer("smtp-sink") is not None:
        _say_letters()
    first, last = (one.ours + one.server for one in (costs[0], costs[-1]))
    print(f"dearer at {SIZES[-1]:,} than at {SIZES[0]:,}: {last / first:.2f} (must <= {DEARER:g})")
    return last > first * DEARER


def _measure(engine: Engine, size: int) -> Cost:
    with _used(engine):
        edition_id, moment = _fill(size)
        _look_at_all(engine)
        bytes_before, server, ours = _bytes(engine), _server_cpu(engine), time.process_time()
        delivery.dispatch(edition_id, now_fn=lambda: moment)
        ours = time.process_time() - ours
        return Cost(
            ours / size,
            (_server_cpu(engine) - server) / size,
            (_bytes(engine) - bytes_before) / size,
        )


def _say_letters() -> None:
    """What a letter costs the worker and the database, receipts and all."""
    with databases() as found, sink() as port:
        name, engine = list(found.items())[-1]
        os.environ["NOTIFIER_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        settings.cache_clear()
        with _used(engine):
            edition_id, moment = _fill(LETTERS)
            delivery.dispatch(edition_id, now_fn=lambda: moment)
            with db.reading() as session:
                ids = delivery.due_batches(session, now=moment)
            ours, server = time.process_time(), _server_cpu(engine)
            for batch_id in ids:
                delivery.send_batch(batch_id, now_fn=lambda: moment)
            ours = (time.process_time() - ours) / LETTERS
            server = (_server_cpu(engine) - server) / LETTERS
    print(
        f"a letter on {name}: {ours * 1e6:.0f} µs of a worker's CPU and {server * 1e6:.0f} µs of the database's"
    )


def _fill(size: int) -> tuple[int, datetime]:
    """An approved edition for ``size`` readers; its id, and the moment it is due."""
    with db.writing() as session:
        edition = _mailing.fill(session, readers=size, variants=VARIANTS)
        edition_id, send_at = edition.id, edition.send_at
    assert send_at is not None
    return edition_id, send_at + timedelta(seconds=1)


@contextmanager
def _used(engine: Engine) -> Iterator[None]:
    """``engine`` as the database of this process."""
    before = db.engine()
    db.use(engine)
    try:
        yield
    finally:
        db.use(before)


def _look_at_all(engine: Engine) -> None:
    """What autovacuum would have done before an evening's issue: the planner knows the sizes."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _server_cpu(engine: Engine) -> float:
    """CPU seconds of the database's processes for us; 0 where it runs in ours."""
    if engine.dialect.name != "postgresql":
        return 0.0
    backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with engine.connect() as connection:
        return sum(cpu_of(pid) for pid in connection.scalars(text(backends)))


def _bytes(engine: Engine) -> int:
    """What the ledger and its indexes take on disk."""
    with engine.connect() as connection:
        if engine.dialect.name != "postgresql":
            return Path(str(engine.url.database)).stat().st_size
        sizes = [
            connection.scalar(text("SELECT pg_total_relation_size(:name)"), {"name": name})
            for name in LEDGER
        ]
        return sum(size or 0 for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
