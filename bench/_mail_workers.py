"""The mail workers of a benchmark, and their work handed out as from a queue."""

import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from notifier import delivery
from notifier.kit import db


@contextmanager
def workers(folder: Path, number: int) -> "Iterator[list[subprocess.Popen[str]]]":
    """So many, on the database in ``folder``."""
    command = [sys.executable, "-m", "bench._mail_worker", f"sqlite:///{folder}/bench.sqlite3"]
    made = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(number)
    ]
    try:
        for one in made:
            _read(one)
        yield made
    finally:
        for one in made:
            assert one.stdin is not None
            one.stdin.close()
            one.wait(timeout=60)


def work(crew: "list[subprocess.Popen[str]]", moment: datetime) -> tuple[float, float]:
    """Each worker takes the next batch when it is free, as from a queue; all workers' CPU seconds,
    the highest peak of one in MiB."""
    with db.reading() as session:
        waiting = deque(delivery.due_batches(session, now=moment))

    def all_it_can(one: "subprocess.Popen[str]") -> list[dict[str, float]]:
        said = []
        with suppress(IndexError):  # until nothing waits
            while True:
                said.append(_ask(one, [moment.timestamp(), [waiting.popleft()]]))
        return said

    with ThreadPoolExecutor(len(crew)) as pool:
        said = [one for each in pool.map(all_it_can, crew) for one in each]
    return sum(one["cpu"] for one in said), max(one["peak"] for one in said)


def _ask(worker: "subprocess.Popen[str]", what: object) -> dict[str, float]:
    assert worker.stdin is not None
    worker.stdin.write(json.dumps(what) + "\n")
    worker.stdin.flush()
    return _read(worker)


def _read(worker: "subprocess.Popen[str]") -> dict[str, float]:
    assert worker.stdout is not None
    said: dict[str, float] = json.loads(worker.stdout.readline())
    return said
