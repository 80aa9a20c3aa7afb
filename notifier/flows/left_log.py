"""The log of who left, kept outside the database, so that a restore cannot bring anybody back.

One line of JSON per leaving or return, only ever added to; the last line says how far it got. It is
written once a second while the clock rings, and before a restore over a living database: whoever
leaves within the last second of a machine that dies is the bound of what it may miss.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.hubs import all_hubs
from notifier.kit.db import reading
from notifier.subscribers import Leaving

TAIL_BYTES = 64 * 1024
OVERLAP = 200  # a number given earlier may be committed later; this many are looked at again
MARK_EVERY = 500

Line = dict[str, Any]


def export(path: Path) -> int:
    """Add what the database knows and the log does not; returns how many leavings that were."""
    done = 0
    with _locked(path) as file:
        tail = _tail(file)
        known = {_key(line) for line in tail if "hash" in line}
        with reading() as session:
            start, last = _begin(session, tail)
            slugs = {hub.id: hub.slug for hub in all_hubs(session)}
            while True:
                found, upto = subscribers.leavings(session, after=start)
                if upto == start:
                    break
                lines = [_line(one, slugs) for one in found]
                lines = [line for line in lines if _key(line) not in known]
                _append(file, lines)
                done, start = done + len(lines), upto
                last = lines[-1]["n"] if lines else last
            if start - last >= MARK_EVERY:
                moment = subscribers.consent_moment(session, start)
                _append(file, [{"n": start, "at": moment.isoformat()}] if moment else [])
    return done


def read(path: Path) -> Iterator[Line]:
    """Every leaving and return in the log; a last line cut off by a crash is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for text in file:
            line = _parsed(text)
            if line and "hash" in line:
                yield line


def is_missing(path: Path) -> bool:
    """Whether there is no log, or an empty one, which the clock makes on a new machine.

    Only this is certain: an old last line may as well mean that nobody has left since.
    """
    return not path.exists() or path.stat().st_size == 0


def left_since(path: Path) -> dict[str, dict[tuple[str, str], datetime]]:
    """By hub's slug, whoever's last word is that they left: (channel, hash) → when."""
    last: dict[tuple[str, str, str], tuple[datetime, bool]] = {}
    for line in read(path):
        who, at = (line["hub"], line["channel"], line["hash"]), datetime.fromisoformat(line["at"])
        if who not in last or last[who][0] <= at:
            last[who] = at, line["back"]
    found: dict[str, dict[tuple[str, str], datetime]] = {}
    for (hub, channel, one), (at, is_back) in last.items():
        if not is_back:
            found.setdefault(hub, {})[channel, one] = at
    return found


def _begin(session: Session, tail: list[Line]) -> tuple[int, int]:
    """Behind which consent to look, and how far the log says it is.

    When the database does not know the last line, it is not the one the log was written for (a
    backup was restored): all of it is written anew, which harms nobody.
    """
    last: Line = tail[-1] if tail else {"n": 0, "at": ""}
    moment = subscribers.consent_moment(session, last["n"])
    if moment is None or moment.isoformat() != last["at"]:
        return 0, 0
    return max(last["n"] - OVERLAP, 0), last["n"]


def _line(one: Leaving, slugs: dict[int, str]) -> Line:
    return {
        "n": one.number,
        "at": one.at.isoformat(),
        "hub": slugs[one.hub_id],
        "channel": one.channel,
        "hash": one.address_hash,
        "back": one.is_back,
    }


def _key(line: Line) -> tuple[int, str, str]:
    return line["n"], line["at"], line["hash"]


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The log for this process alone: several workers share a machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        path.chmod(0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _tail(file: IO[bytes]) -> list[Line]:
    end = file.seek(0, 2)
    file.seek(max(end - TAIL_BYTES, 0))
    data = file.read()
    if data and not data.endswith(b"\n"):
        file.write(b"\n")  # a line cut off by a crash ends here; what it said is written again
    found = [line for text in data.splitlines() if (line := _parsed(text.decode(errors="replace")))]
    return found[-2 * OVERLAP :]


def _append(file: IO[bytes], lines: list[Line]) -> None:
    if not lines:
        return
    file.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    file.flush()
    os.fsync(file.fileno())


def _parsed(text: str) -> Line | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "n" in line else None
