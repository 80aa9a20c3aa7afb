"""The stage of a walk: a folder, free ports, a simulator, and processes whose clock can be set."""

import io
import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from notifier import hubs
from notifier.cli import cli
from notifier.cli.practice.browser import WalkError
from notifier.cli.processes import (
    Supervisor,
    all_workers,
    beat_process,
    embedded_broker,
    simulator_process,
    wait_for,
    web_process,
)
from notifier.config import EMBEDDED_DATABASE, settings
from notifier.kit import clock, db
from notifier.migrations import upgrade
from notifier.simulator import Control

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a walk plays."""

    folder: Path
    origin: str
    line_url: str
    control: Control
    suffix: str = ""

    @property
    def hub(self) -> str:
        """The slug of the hub the walk is about."""
        return f"nishi{self.suffix}"

    @property
    def other(self) -> str:
        """The neighbour; nothing of the walk may appear there."""
        return f"kohoku{self.suffix}"

    @property
    def mail_dir(self) -> Path:
        """The Maildir every mail of the walk lands in."""
        return self.folder / "mail"

    @contextmanager
    def processes(self, moment: datetime) -> Iterator[None]:
        """Web, workers and beat, their clock (and this process's) set to ``moment``."""
        set_clock(moment)
        with Supervisor() as supervisor:
            supervisor.start(web_process("127.0.0.1", int(self.origin.rsplit(":", 1)[1])))
            for worker in all_workers():
                supervisor.start(worker)
            supervisor.start(beat_process())
            wait_for(f"{self.origin}/healthz", supervisor)
            yield


@contextmanager
def stage(moment: datetime, *, name: str = "main") -> Iterator[Stage]:
    """Set everything up for one walk, and take it down again.

    The embedded default gets a database of its own, so that a walk never touches the practice
    hub of ``make run``; a database named in the settings is used as it is.
    """
    before = dict(os.environ)
    os.environ.setdefault("NOTIFIER_SECRET_KEY", secrets.token_urlsafe(48))
    os.environ["NOTIFIER_PRACTICE"] = "1"
    settings.cache_clear()
    folder = (Path("var") / "walk" / name).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    web_port, line_port = free_port(), free_port()
    line_url = f"http://127.0.0.1:{line_port}"
    if settings().database_url == EMBEDDED_DATABASE:
        os.environ["NOTIFIER_DATABASE_URL"] = f"sqlite:///{folder}/notifier.sqlite3"
    os.environ |= {
        "NOTIFIER_VAR_DIR": str(folder),
        "NOTIFIER_MEDIA_DIR": str(folder / "media"),
        "NOTIFIER_BASE_URL": f"http://127.0.0.1:{web_port}",
        "NOTIFIER_LINE_API_URL": line_url,
        "NOTIFIER_LINE_DATA_API_URL": line_url,
        "NOTIFIER_SMTP_URL": f"maildir:{folder}/mail",
    }
    set_clock(moment)
    with ExitStack() as stack:
        stack.callback(_leave, before)
        stack.enter_context(embedded_broker())
        supervisor = stack.enter_context(Supervisor())
        supervisor.watch_broker()
        supervisor.start(simulator_process())
        upgrade(db.engine())
        wait_for(f"{line_url}/", supervisor)
        yield Stage(folder, settings().base_url, line_url, Control(line_url), _suffix())


def _leave(environment: dict[str, str]) -> None:
    """Let the next walk start from the settings the first one found."""
    db.engine().dispose()
    os.environ.clear()
    os.environ.update(environment)
    settings.cache_clear()


def _suffix() -> str:
    """A walk on a database that has walked before uses hubs of its own."""
    with db.reading() as session:
        taken = {hub.slug for hub in hubs.all_hubs(session)}
    number = next(n for n in range(1, 1_000) if f"nishi{_tail(n)}" not in taken)
    return _tail(number)


def _tail(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def set_clock(moment: datetime) -> None:
    """Let this process and those it starts from now on believe it is ``moment``."""
    real = clock.now() - clock.offset()
    os.environ["NOTIFIER_CLOCK_OFFSET"] = f"{(moment - real).total_seconds():.3f}"
    settings.cache_clear()
    clock.set_offset(settings().clock_offset)


def command(*words: str) -> Any:  # noqa: ANN401 - one JSON document
    """Run ``notifier … --json`` and return what it printed; here, for a process of its own would
    spend seconds on imports alone."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            code = cli.main([*words, "--json"], prog_name="notifier", standalone_mode=False)
    except click.ClickException as error:
        raise WalkError(f"notifier {' '.join(words)}: {error.format_message()}") from error
    if code:
        raise WalkError(f"notifier {' '.join(words)}: {printed.getvalue().strip()[-400:]}")
    return json.loads(printed.getvalue())


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:  # noqa: ANN401
    """The first true value of ``condition``; a walk error naming ``what`` when it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise WalkError(f"{seconds:.0f}秒待っても起きませんでした: {what}")


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def utc(moment: datetime) -> datetime:
    """``moment`` in UTC."""
    return moment.astimezone(UTC)
