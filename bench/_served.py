"""Pages under load: one granian process each, the load from wrk, on a database of the benchmark's own."""

import os
import re
import secrets
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from bench._world import own_database
from notifier.cli.processes import web_process
from notifier.kit import db
from notifier.migrations import upgrade
from tests.fakes.smtp_sink import free_port
from tests.run import SERVER

CONNECTIONS = 64
SECONDS = 3
ROUNDS = 5
PARENT, USER, SYSTEM = 1, 11, 12  # fields of /proc/<pid>/stat behind the name (man 5 proc)
OURS = "notifier.web.rsgi:app"
PEER = "bench._flask_peer:app"
A_THREAD_EACH = ("--blocking-threads", str(CONNECTIONS))


def missing() -> str:
    """What a load needs and this machine lacks; empty when it has it."""
    return "" if shutil.which("wrk") else "wrk is not present (Debian's package wrk)"


@contextmanager
def databases() -> Iterator[dict[str, Engine]]:
    """SQLite, and PostgreSQL when it answers, both at head and gone afterwards."""
    with own_database():
        found = {"SQLite": db.engine()}
        with _postgres() as made:
            yield found | ({"PostgreSQL": made} if made is not None else {})


@contextmanager
def _postgres() -> Iterator[Engine | None]:
    admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    name = f"notifier_bench_{os.getpid()}_{secrets.token_hex(3)}"
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    except SQLAlchemyError as error:
        print(f"PostgreSQL: not measured, no answer ({type(error).__name__})")
        yield None
        return
    made = db.open_engine(admin.url.set(database=name).render_as_string(hide_password=False))
    try:
        upgrade(made)
        yield made
    finally:
        made.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, and the process whose child works."""

    origin: str
    pid: int

    def cpu(self) -> float:
        """CPU seconds of its processes so far."""
        return sum(cpu_of(pid) for pid in (self.pid, *_children(self.pid)))


def cpu_of(pid: int) -> float:
    """CPU seconds of one process so far; 0 when it has ended."""
    facts = _facts(Path(f"/proc/{pid}/stat"))
    return sum(int(facts[at]) for at in (USER, SYSTEM) if facts) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    stats = {int(one.parent.name): _facts(one) for one in Path("/proc").glob("[0-9]*/stat")}
    return [child for child, facts in stats.items() if facts and int(facts[PARENT]) == pid]


def _facts(stat: Path) -> list[str]:
    """What stands behind a process's name; nothing when it has ended."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


@contextmanager
def served(
    app: str, engine: Engine, path: str, *, options: tuple[str, ...] = A_THREAD_EACH
) -> Iterator[Served]:
    """``app`` on ``engine``: ours as ``notifier run web`` serves it, a peer's Flask by WSGI.

    A peer that waits for a disk does best with a thread for each request.

    ``path`` is asked until somebody answers, whatever the answer.
    """
    port = free_port()
    *command, ours = web_process("127.0.0.1", port).command
    how = () if app == ours else ("--interface", "wsgi", *options)  # the later word counts
    environment = os.environ | {
        "NOTIFIER_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "NOTIFIER_BASE_URL": f"http://127.0.0.1:{port}",
    }
    running = subprocess.Popen([*command, *how, app], env=environment)
    origin = f"http://127.0.0.1:{port}"
    try:
        _wait_for(origin + path)
        yield Served(origin, running.pid)
    finally:
        running.terminate()
        running.wait(timeout=30)


@dataclass
class Rates:
    """Answers a second and CPU seconds an answer, round by round."""

    served: Served
    per_second: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, script: Path, path: str = "/") -> int:
        """One round; the number of answers given. A script may ask for other paths."""
        before = self.served.cpu()
        rate, answers = load(self.served.origin + path, script)
        self.per_second.append(rate)
        self.cpu.append((self.served.cpu() - before) / answers)
        return answers

    def over(self, peer: "Rates") -> float:
        """The median of the rounds' ratios; each round measures both, one after the other."""
        pairs = zip(self.per_second, peer.per_second, strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)

    def cpu_under(self, peer: "Rates") -> float:
        """How often our CPU time for an answer goes into the peer's, median of the rounds."""
        pairs = zip(self.cpu, peer.cpu, strict=True)
        return statistics.median(theirs / ours for ours, theirs in pairs)

    def __str__(self) -> str:
        rates = " ".join(f"{one:,.0f}" for one in self.per_second)
        return f"{rates} a second, CPU {statistics.median(self.cpu) * 1e6:,.0f} µs each"


def load(url: str, script: Path) -> tuple[float, int]:
    """(answers a second, answers) of some seconds of wrk; every answer must be good."""
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", script, url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    bad = re.search(r"Socket errors.*|Non-2xx.*", said)
    assert bad is None, bad.group()
    answers = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert answers is not None, said
    assert rate is not None, said
    return float(rate[1]), int(answers[1])


def _wait_for(url: str) -> None:
    http = urllib3.PoolManager(retries=False, timeout=5)
    for _ in range(400):
        try:
            http.request("GET", url, redirect=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nobody answers at {url}")
