"""A process of the sending, measured: plans an edition or sends batches, and says what it took.

``python -m bench._ledger_worker DATABASE``; a JSON line {moment, dispatch: edition} or
{moment, batches: [ids]} is answered by {cpu: seconds, peak: MiB}.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from notifier import delivery
from notifier.kit import db


def main() -> None:
    """Work until standard input ends."""
    db.use(db.open_engine(sys.argv[1]))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        begun, start = datetime.fromtimestamp(asked["moment"], UTC), time.monotonic()

        def now(begun: datetime = begun, start: float = start) -> datetime:
            return begun + timedelta(seconds=time.monotonic() - start)

        before = time.process_time()
        if "dispatch" in asked:
            delivery.dispatch(asked["dispatch"], now_fn=now)
        for batch_id in asked.get("batches", ()):
            delivery.send_batch(batch_id, now_fn=now)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"cpu": time.process_time() - before, "peak": peak}), flush=True)


if __name__ == "__main__":
    main()
