"""Scripted trouble: what a rehearsal or a test wants to go wrong, and how often."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from notifier.kit.errors import BadInputError
from notifier.simulator.store import Store

KINDS = frozenset(
    {
        "500_before",  # nothing accepted, 500
        "500_after",  # accepted, then 500
        "hang",  # silent for ``seconds``, then handled as usual
        "hang_after",  # handled, then silent for ``seconds``
        "reset",  # connection cut, nothing accepted
        "reset_after",  # accepted, then the connection is cut without an answer
        "429_rate",
        "429_quota",
        "401",
        "bad_id",  # 400 about to[index], though the id looks right
    }
)


class BadFaultError(BadInputError):
    """A fault the simulator does not know."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One piece of trouble, to happen now."""

    kind: str
    seconds: float = 0
    index: int = 0


NO_FAULT = Fault("")


def add_faults(store: Store, faults: Iterable[Mapping[str, Any]]) -> int:
    """Queue ``{endpoint, kind, times=1, seconds=0, index=0}``; endpoint ``*`` means any."""
    rows = []
    for fault in faults:
        if fault.get("kind") not in KINDS:
            raise BadFaultError(f"知らない障害です: {fault.get('kind')}", field="kind")
        rows.append(
            (
                str(fault.get("endpoint") or "*"),
                fault["kind"],
                int(fault.get("times") or 1),
                float(fault.get("seconds") or 0),
                int(fault.get("index") or 0),
            )
        )
    with store.transaction() as db:
        db.executemany(
            "INSERT INTO fault (endpoint, kind, times, seconds, position) VALUES (?, ?, ?, ?, ?)",
            rows,
        )
    return len(rows)


def take_fault(store: Store, endpoint: str) -> Fault:
    """The next fault queued for this endpoint, used up by one; ``NO_FAULT`` when there is none."""
    with store.transaction() as db:
        row = db.execute(
            "SELECT * FROM fault WHERE times > 0 AND endpoint IN (?, '*') ORDER BY id LIMIT 1",
            (endpoint,),
        ).fetchone()
        if row is None:
            return NO_FAULT
        db.execute("UPDATE fault SET times = times - 1 WHERE id = ?", (row["id"],))
    return Fault(row["kind"], row["seconds"], row["position"])
