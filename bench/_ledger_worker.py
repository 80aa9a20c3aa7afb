"""A process of the sending, measured: plans an edition or sends batches, and says what it took.

``python -m bench._ledger_worker DATABASE``; a JSON line {moment, dispatch: edition}, {moment,
batches: [ids]} or {calls: number, rate: a second}, which calls LINE without a ledger, is answered by
{cpu: seconds, peak: MiB}.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from notifier import delivery
from notifier.config import settings
from notifier.delivery.line_request import request_body
from notifier.kit import db, pace
from notifier.wire import line

READERS = [f"U{number:032x}" for number in range(delivery.BATCH_SIZE)]
BODY = request_body(READERS, json.dumps([{"type": "text", "text": "あ" * 3_000}]), "bench")


def main() -> None:
    """Work until standard input ends."""
    db.use(db.open_engine(sys.argv[1]))
    print(json.dumps("ready"), flush=True)
    for asked_line in sys.stdin:
        asked = json.loads(asked_line)
        begun, start = datetime.fromtimestamp(asked.get("moment", 0), UTC), time.monotonic()

        def now(begun: datetime = begun, start: float = start) -> datetime:
            return begun + timedelta(seconds=time.monotonic() - start)

        before = time.process_time()
        if "dispatch" in asked:
            delivery.dispatch(asked["dispatch"], now_fn=now)
        for batch_id in asked.get("batches", ()):
            delivery.send_batch(batch_id, now_fn=now)
        for _ in range(asked.get("calls", 0)):
            _call(asked["rate"])
        print(json.dumps({"cpu": time.process_time() - before, "peak": peak_mib()}), flush=True)


def peak_mib() -> float:
    """The most memory this process ever had, in MiB (rusage would count its parent's too)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _call(rate: int) -> None:
    """A call to LINE with ready bytes, at the pace all keep."""
    with pace.turn("bare", rate=rate, at_once=5, longest_seconds=15, patience_seconds=60):
        url, key = settings().line_api_url, "00000000-0000-4000-8000-000000000000"
        assert line.multicast(url, "t", BODY, retry_key=key).status == line.OK


if __name__ == "__main__":
    main()
