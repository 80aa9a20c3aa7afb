"""A mail worker of a benchmark: sends the batches it is told, reports its CPU and its memory.

Started once and kept, as a worker is; so its imports are no part of what is measured.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta

from bench._ledger_worker import peak_mib
from notifier import delivery
from notifier.kit import db


def main() -> None:
    """``python -m bench._mail_worker DATABASE``; then a JSON line [moment, ids] on standard input
    for each job, answered by {cpu: seconds, peak: MiB}."""
    db.use(db.open_engine(sys.argv[1]))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        moment, ids = json.loads(line)
        begun, start = datetime.fromtimestamp(moment, UTC), time.monotonic()

        def now(begun: datetime = begun, start: float = start) -> datetime:
            return begun + timedelta(seconds=time.monotonic() - start)

        before = time.process_time()
        for batch_id in ids:
            delivery.send_batch(batch_id, now_fn=now)
        print(json.dumps({"cpu": time.process_time() - before, "peak": peak_mib()}), flush=True)


if __name__ == "__main__":
    main()
