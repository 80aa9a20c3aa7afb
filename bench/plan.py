"""Planning against the database's own pace: G8, as a ratio inside one interleaved run.

``python -m bench plan`` on PostgreSQL. ``NOTIFIER_BENCH_PLAN_READERS`` is 1,000,000 in the goal;
the ratio hardly depends on it.
"""

import os
import statistics
import sys
import time

from sqlalchemy import column, insert, select, table, text

from bench import _crowd
from notifier import delivery
from notifier.delivery import Delivery
from notifier.editions import Edition
from notifier.kit import db

READERS = int(os.environ.get("NOTIFIER_BENCH_PLAN_READERS", "100000"))
ROUNDS = 3
MUST = 0.6
COLUMNS = [one for one in Delivery.__table__.columns if one.computed is None]
COPY = "CREATE UNLOGGED TABLE planned_rows AS SELECT * FROM deliveries ORDER BY id"
PLANNED = table("planned_rows", *(column(one.name) for one in COLUMNS))
BARE = insert(Delivery).from_select(
    [one.name for one in COLUMNS], select(PLANNED).order_by(PLANNED.c.id)
)


def main() -> bool:
    """Print the ratio; True when the bound was missed."""
    with _crowd.server_database() as url:
        if url is None:
            print("G8: no PostgreSQL here, nothing was measured")
            return False
        with db.writing() as session:
            edition_id, moment = _crowd.fill(session, readers=READERS, rate=200)
        ratios = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            with db.writing(one_view=True) as session:
                edition = session.get_one(Edition, edition_id)
                planned = delivery.plan(session, edition, now=moment)
            ours = time.perf_counter() - start
            assert planned == READERS + _crowd.SEGMENTS, planned
            bare = _bare()
            ratios.append(bare / ours)
            print(f"  {planned:,} readers: plan {ours:.1f} s, bare INSERT … SELECT {bare:.1f} s")
            with db.writing() as session:
                _crowd.forget_plan(session, edition_id)
    ratio = statistics.median(ratios)
    print(f"G8 planning / bare INSERT … SELECT of the same rows: must {MUST:g}, got {ratio:.2f}")
    return ratio < MUST


def _bare() -> float:
    """Seconds of writing the very rows of the plan once more into the empty ledger."""
    with db.writing() as session:
        session.execute(text("DROP TABLE IF EXISTS planned_rows"))
        session.execute(text(COPY))
        session.execute(text("TRUNCATE deliveries"))
    start = time.perf_counter()
    with db.writing() as session:
        session.execute(BARE)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
