"""The supervisor: one that dies ends all, and the embedded broker is one of them."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from notifier.cli.processes import BROKER_DIED, Process, Supervisor
from notifier.config import settings
from notifier.kit import broker

SLEEPER = Process("sleeper", (sys.executable, "-c", "import time; time.sleep(60)"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of an embedded broker of its own."""
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("NOTIFIER_BROKER_URL", "embedded")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def server(here: None) -> Iterator[broker.Running]:
    del here
    started = broker.start_embedded()
    assert started is not None
    yield started
    started.stop()


def test_a_killed_broker_ends_all(server: broker.Running) -> None:
    with Supervisor() as supervisor:
        supervisor.watch_broker()
        supervisor.start(SLEEPER)
        assert not supervisor.is_stopping()
        server._process.kill()  # type: ignore[attr-defined]
        server._process.wait()  # type: ignore[attr-defined]
        with pytest.raises(click.ClickException, match=BROKER_DIED):
            supervisor.wait()
    _process, running = supervisor._started[0]
    assert running.returncode == -signal.SIGTERM


def test_a_broker_that_is_only_silent_ends_nothing(server: broker.Running) -> None:
    pid = server._process.pid  # type: ignore[attr-defined]
    with Supervisor() as supervisor:
        supervisor.watch_broker()
        signal.pidfd_send_signal(fd := os.pidfd_open(pid), signal.SIGSTOP)
        try:
            assert not broker.answers()
            assert not supervisor.is_stopping()
        finally:
            signal.pidfd_send_signal(fd, signal.SIGCONT)
            os.close(fd)


@pytest.mark.usefixtures("here")
def test_who_was_asked_to_stop_blames_nobody() -> None:
    """Ctrl-C reaches the broker too, which may be gone first."""
    with Supervisor() as supervisor:
        supervisor.watch_broker()
        signal.raise_signal(signal.SIGINT)
        supervisor.wait()


def test_a_redis_elsewhere_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFIER_BROKER_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    with Supervisor() as supervisor:
        supervisor.watch_broker()
        assert not supervisor.is_stopping()
    settings.cache_clear()


def test_any_other_death_is_said_by_name() -> None:
    gone = Process("gone", (sys.executable, "-c", "raise SystemExit(3)"))
    with Supervisor() as supervisor:
        supervisor.start(gone)
        with pytest.raises(click.ClickException, match=r"gone が止まりました（終了コード 3）"):
            supervisor.wait()
