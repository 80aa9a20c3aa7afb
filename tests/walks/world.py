"""The world of a walk: the simulator and the mailbox outside, real processes inside, one clock.

Walks enter by HTTP or a real message, move the clock, run the ticks and read what the fake
platform and the mailbox received.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import notifier.cli.practice.fill as practice
from notifier import editions, hubs, subscribers
from notifier.config import settings
from notifier.kit import broker, clock
from notifier.kit.db import writing
from notifier.simulator import Control, thread
from tests.fakes.quiet_broker import nothing_under_way
from tests.fakes.smtp_sink import Sink

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90


@dataclass
class World:
    """Addresses, the folder of this walk, and the processes it started."""

    folder: Path
    database_url: str
    sink: Sink
    now: datetime
    control: Control = field(default_factory=lambda: Control(""))
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    embedded: broker.Running | None = None

    def start_broker(self) -> None:
        """The embedded broker, unless a real one is set or this one runs."""
        self.embedded = self.embedded or broker.start_embedded()
        nothing_under_way()

    def stop_broker(self) -> None:
        """The broker goes, with everybody still connected to it."""
        if self.embedded is not None:
            self.embedded.stop()
            self.embedded = None

    def environment(self, now: datetime) -> dict[str, str]:
        """What a process of this world is started with, its clock at ``now``."""
        offset = (now - datetime.now(tz=now.tzinfo)).total_seconds()  # noqa: TID251 - real time
        return os.environ | {
            "NOTIFIER_DATABASE_URL": self.database_url,
            "NOTIFIER_CLOCK_OFFSET": f"{offset:.3f}",
        }

    def start(self, *command: str, now: datetime) -> subprocess.Popen[bytes]:
        """Start ``notifier …`` in a process group of its own."""
        with (self.folder / f"{command[1]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "notifier.cli", *command],
                cwd=ROOT,
                env=self.environment(now),
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def stop_all(self) -> None:
        """End every process group this walk started, and wait for it."""
        for process in self.processes:
            kill_group(process, signal.SIGKILL)


def kill_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal a process with all its children; only groups we started."""
    if process.poll() is None:
        os.killpg(process.pid, number)
    process.wait(timeout=20)


@contextmanager
def world(
    folder: Path,
    schema_url: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    now: datetime,
    pause: Callable[[], float] = lambda: 0.0,
) -> Iterator[World]:
    """A running simulator, a sink, a broker, and settings that point at them."""
    sink = Sink(pause).start()
    here = World(folder, schema_url, sink, now)
    simulator = thread.start(
        database=folder / "simulator.sqlite3", mail_dir=folder / "mail", clock=lambda: here.now
    )
    here.control = Control(simulator.url)
    set_environment(
        monkeypatch,
        {
            "NOTIFIER_DATABASE_URL": schema_url,
            "NOTIFIER_VAR_DIR": str(folder),
            "NOTIFIER_MEDIA_DIR": str(folder / "media"),
            "NOTIFIER_BROKER_URL": os.environ.get("NOTIFIER_TEST_BROKER_URL", "embedded"),
            "NOTIFIER_PRACTICE": "1",
            "NOTIFIER_SMTP_URL": sink.url,
            "NOTIFIER_LINE_API_URL": simulator.url,
            "NOTIFIER_LINE_DATA_API_URL": simulator.url,
        },
    )
    here.start_broker()
    try:
        yield here
    finally:
        here.stop_all()
        here.stop_broker()
        simulator.stop()
        sink.stop()
        settings.cache_clear()


def set_environment(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    """Set variables for this process and its children, and read the settings again."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()


def wait_until(
    condition: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS
) -> None:
    """Return when ``condition`` holds; fail saying what was waited for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.05)
    pytest.fail(f"waited {seconds} s for: {what}")


def approved_edition(
    hub_slug: str, *, by_role: str = "publisher", now: datetime
) -> tuple[int, datetime]:
    """Compose and approve the coming weekly edition; returns its id and when it goes."""
    with writing() as session:
        hub = hubs.find_hub(session, hub_slug)
        slot = hubs.next_weekly_slot(hub, after=now)
        edition = editions.compose(
            session,
            hub,
            kind="weekly",
            on=clock.local(slot, hub.zone).date(),
            by=practice.staff(session, hub, "editor"),
            now=now,
        )
        session.flush()
        editions.approve(
            session,
            edition,
            version=edition.version,
            by=practice.staff(session, hub, by_role),
            now=now,
        )
        assert edition.send_at is not None
        return edition.id, edition.send_at


def grid_readers(
    hub: hubs.Hub, district_keys: list[str], *, line: int, email: int, now: datetime
) -> list[subscribers.FileRow]:
    """Readers spread over districts × four age bands, so that content groups are few and large."""
    months = [_months_ago(now, age) for age in (3, 14, 30, 50)]
    wishes = [(district, month) for district in district_keys for month in months]
    rows = []
    for number in range(line + email):
        district, month = wishes[number % len(wishes)]
        by_line = number < line
        rows.append(
            subscribers.FileRow(
                row=number + 2,
                channel="line" if by_line else "email",
                address=f"U{number:032x}" if by_line else f"r{number:05d}@{hub.slug}.example.jp",
                districts=(district,),
                birth_months=(month,),
                themes=(),
                language="ja",
                consented_at=(now - timedelta(days=30)).isoformat(),
                source="walk",
                person="",
            )
        )
    return rows


def _months_ago(now: datetime, months: int) -> str:
    count = now.year * 12 + now.month - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
