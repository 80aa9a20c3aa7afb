"""Goal G12: durable clicks (counted, committed, then sent on) against Flask with one INSERT each.

``python -m bench clicks`` needs wrk. Both are served by the same granian, in turn, on the same
database; after each of our rounds the counts must hold every answer given.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bench import _mailing
from bench._flask_peer import tables
from bench._served import CONNECTIONS, OURS, PEER, ROUNDS, Rates, databases, missing, served
from notifier.editions import Link
from notifier.engagement import LinkTaps
from notifier.kit import db

MUST = 3.0


def main() -> bool:
    """Print the ratio on each database; True when one was missed."""
    if why := missing():
        print(f"G12: not measured, {why}")
        return False
    missed = False
    with databases() as found:
        for name, engine in found.items():
            missed |= _measure(name, engine) < MUST
    return missed


def _measure(name: str, engine: Engine) -> float:
    codes = _fill(engine)
    with (
        _script(codes) as script,
        served(OURS, engine, f"/r/{codes[0]}") as ours,
        served(PEER, engine, f"/r/{codes[0]}") as peer,
    ):
        rates, theirs = Rates(ours), Rates(peer)
        for _ in range(ROUNDS):
            before = _counted(engine)
            answers = rates.measure(script)
            assert _counted(engine) - before >= answers, "answered without its count"
            theirs.measure(script)
    got = rates.over(theirs)
    print(f"{name}, {CONNECTIONS} at once: ours {rates}; Flask with one INSERT each {theirs}")
    print(f"G12 durable clicks on {name}: must {MUST:g}, got {got:.2f}", flush=True)
    return got


def _fill(engine: Engine) -> list[str]:
    """An approved edition; returns the codes of its links."""
    tables.create_all(engine)
    with db.writing(engine) as session:
        _mailing.fill(session, readers=1, variants=1)
        return list(session.scalars(select(Link.code)))


def _counted(engine: Engine) -> int:
    with Session(engine.execution_options(reading=True)) as session:
        return session.scalar(select(func.coalesce(func.sum(LinkTaps.count), 0))) or 0


@contextmanager
def _script(codes: list[str]) -> Iterator[Path]:
    """For wrk: one link after the other, as readers of one issue tap."""
    listed = ", ".join(f'"/r/{code}"' for code in codes)
    with NamedTemporaryFile("w", suffix=".lua") as made:
        made.write(
            f"local paths, n = {{{listed}}}, 0\n"
            "request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n"
        )
        made.flush()
        yield Path(made.name)


if __name__ == "__main__":
    sys.exit(main())
