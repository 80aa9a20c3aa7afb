"""Child processes: started in order, watched, ended in reverse order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Self

import click
import urllib3

from notifier.kit import broker

STOP_SECONDS = 10
START_SECONDS = 60
LOOK_SECONDS = 0.1
OK = 200
CELERY = (sys.executable, "-m", "celery", "--quiet", "-A", "worker.app")
QUEUES = ("now", "urgent", "line", "email")
BROKER_DIED = (
    "呼び鈴（付属のブローカー）が止まったため、すべてを止めます。"
    "データは失われていません。もう一度起動してください。"
)


@dataclass(frozen=True, slots=True)
class Process:
    """One process: the name people read, and the command."""

    name: str
    command: tuple[str, ...]


class Supervisor:
    """Runs processes until Ctrl-C, SIGTERM or the death of one of them."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._started: list[tuple[Process, subprocess.Popen[bytes]]] = []
        self._watches_broker = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        """Take over the signals."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End what was started, the last one first."""
        for _process, running in reversed(self._started):
            running.terminate()
        for _process, running in reversed(self._started):
            try:
                running.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def start(self, process: Process) -> None:
        """Start one process in a session of its own (Ctrl-C reaches only this one)."""
        running = subprocess.Popen(process.command, start_new_session=True)  # noqa: S603
        self._started.append((process, running))

    def watch_broker(self) -> None:
        """Let the embedded broker's death end everything too, whoever started it."""
        self._watches_broker = True

    def is_stopping(self) -> bool:
        """Whether somebody asked to stop; raises when a process died by itself."""
        died = self._who_died()
        if self._stop.is_set():  # asked last: Ctrl-C reaches some of those that died, too
            return True
        if died:
            raise click.ClickException(died)
        return False

    def wait(self) -> None:
        """Return when somebody asks to stop."""
        while not self.is_stopping():
            self._stop.wait(1)

    def _who_died(self) -> str:
        """The sentence about the first that died, or ""."""
        for process, running in self._started:
            if running.poll() is not None:
                return (
                    f"{process.name} が止まりました（終了コード {running.returncode}）。"
                    "上の行に理由が出ています。"
                )
        return BROKER_DIED if self._watches_broker and broker.is_embedded_gone() else ""

    def _asked(self, _signal: int, _frame: FrameType | None) -> None:
        self._stop.set()


def wait_for(url: str, supervisor: Supervisor) -> None:
    """Return when ``url`` answers 200."""
    http = urllib3.PoolManager(retries=False, timeout=1)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not supervisor.is_stopping():
        try:
            if http.request("GET", url).status == OK:
                return
        except urllib3.exceptions.HTTPError:
            pass  # not up yet; asked again below
        time.sleep(LOOK_SECONDS)
    if not supervisor.is_stopping():
        raise click.ClickException(f"{url} が {START_SECONDS} 秒待っても応答しません。")


@contextmanager
def embedded_broker() -> Iterator[None]:
    """The embedded broker for as long as this process runs, unless one answers already."""
    server = broker.start_embedded()
    try:
        yield
    finally:
        if server is not None:
            server.stop()


def web_process(host: str | None, port: int, workers: int = 1) -> Process:
    """The web server."""
    return Process(
        "web",
        (
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "rsgi",
            "--host",
            host or "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            str(workers),
            "--no-ws",
            "--log-level",
            "warning",
            "notifier.web.rsgi:app",
        ),
    )


def all_workers() -> list[Process]:
    """A worker for each thing that must not wait for another: chat, notices and cards, mail."""
    return [worker_process(1, queues) for queues in ("now", "urgent,line", "email")]


def worker_process(concurrency: int, queues: str) -> Process:
    """A Celery worker with a name of its own."""
    name = queues.replace(",", "-")
    return Process(
        f"worker ({queues})",
        (
            *CELERY,
            "worker",
            "--queues",
            queues,
            "--concurrency",
            str(concurrency),
            "--hostname",
            f"{name}-{os.getpid()}@%h",
            "--loglevel",
            "warning",
            "--without-gossip",
            "--without-mingle",
        ),
    )


def beat_process() -> Process:
    """The clock; it keeps no schedule of its own (no file)."""
    return Process(
        "beat",
        (
            *CELERY,
            "beat",
            "--scheduler",
            "worker.pulse:SigningScheduler",
            "--loglevel",
            "warning",
            "--pidfile",
            "",
        ),
    )


def simulator_process() -> Process:
    """The LINE platform on loopback."""
    return Process("simulator", (sys.executable, "-m", "notifier.cli", "run", "simulator"))
