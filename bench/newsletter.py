"""A month of real items becomes a newsletter: Word, PDF, text and the ward's text.

``python -m bench.newsletter [CSV] [OUT]`` reads a month's list (by default the childcare groups'
April 2016 of ``NOTIFIER_REAL_INPUTS``), lets staff approve what can be approved as of the middle
of the month before, composes the issue and writes its files. It prints seconds and the growth of
the process's peak memory. Composing and printing are measured. Goals: under a
minute, at most 200 MiB. Without a file it says so.
"""

import os
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench._world import STAFF, bench_hub, own_database
from notifier import editions, editorial, intake
from notifier.audit import Actor
from notifier.editions import Edition, PrintedFile
from notifier.flows.import_file import import_file
from notifier.hubs import Hub
from notifier.kit import db
from notifier.kit.errors import NotifierError

APRIL = date(2016, 4, 1)
WHEN = datetime(2016, 3, 18, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Tokyo
CLERK = Actor("staff", "入力担当A", "2")  # nobody approves what they handed in themselves
LIST = Path("events/notalone-monthly/201604.csv")
GOAL_SECONDS = 60
GOAL_MIB = 200


@dataclass(frozen=True, slots=True)
class Month:
    """The issue of a month, and how many rows handed in for it could not be approved."""

    edition: Edition
    rows: int
    refused: int


def main() -> bool:
    """Print seconds and growth; True when a goal was missed."""
    path = _list()
    if not path.exists():
        print(f"no month to print: {path} is not there (set NOTIFIER_REAL_INPUTS)")
        return False
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with own_database():
        with db.writing() as session:
            hub = bench_hub(session)
            rows, refused = hand_in(session, hub, path, month=APRIL, now=WHEN)
        before, started = _peak_mib(), time.perf_counter()
        with db.writing() as session:
            edition = compose(session, hub, month=APRIL, now=WHEN)
            made = editions.print_files(session, edition, now=WHEN)
        seconds, growth = time.perf_counter() - started, _peak_mib() - before
    print(f"{path.name}: {rows} rows, {len(edition.items)} listings, {refused} refused")
    for one in made:
        pages = f", {one.pages} pages" if one.pages else ""
        print(f"  {one.filename}: {len(one.data) / 1024:,.0f} KiB{pages}")
    print(f"{seconds:.1f} s (goal {GOAL_SECONDS}), peak growth {growth:.0f} MiB (goal {GOAL_MIB})")
    if out is not None:
        _write(out, made)
    return seconds > GOAL_SECONDS or growth > GOAL_MIB


def month_of(session: Session, hub: Hub, path: Path, *, month: date, now: datetime) -> Month:
    """The list handed in, everything approved that can be, and the month's draft."""
    rows, refused = hand_in(session, hub, path, month=month, now=now)
    return Month(compose(session, hub, month=month, now=now), rows, refused)


def hand_in(
    session: Session, hub: Hub, path: Path, *, month: date, now: datetime
) -> tuple[int, int]:
    """The list taken in and approved by hand: its rows, and how many could not be published."""
    taken = intake.preview_import(
        session, hub, filename=path.name, data=path.read_bytes(), by=CLERK, now=now
    )
    result = import_file(session, taken, month=month, by=CLERK, now=now)
    return result.rows, sum(not _approve(session, case, now) for case in _waiting(session, hub))


def compose(session: Session, hub: Hub, *, month: date, now: datetime) -> Edition:
    """The month's draft."""
    return editions.compose(session, hub, kind="newsletter", on=month, by=STAFF, now=now)


def _waiting(session: Session, hub: Hub) -> list[editorial.Case]:
    waiting = select(editorial.Case).where(
        editorial.Case.hub_id == hub.id, editorial.Case.state == editorial.CaseState.WAITING
    )
    return list(session.scalars(waiting.order_by(editorial.Case.id)))


def _approve(session: Session, case: editorial.Case, now: datetime) -> bool:
    """As staff do who read every check; what cannot be published (no date, say) stays."""
    seen = tuple(check.key for check in editorial.check(session, case, now=now))
    try:
        with session.begin_nested():
            editorial.approve(session, case, version=case.version, by=STAFF, now=now, despite=seen)
    except NotifierError:
        return False
    return True


def _list() -> Path:
    if len(sys.argv) > 1 and sys.argv[1].endswith(".csv"):
        return Path(sys.argv[1])
    return Path(os.environ.get("NOTIFIER_REAL_INPUTS", ".")) / LIST


def _write(folder: Path, made: list[PrintedFile]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in made:
        (folder / one.filename).write_bytes(one.data)


def _peak_mib() -> float:
    """The most memory this process ever held, with what libraries take beside Python."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
