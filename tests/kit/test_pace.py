"""Never above the rate, whoever dies and whatever the broker forgets."""

import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifier.kit import broker, pace
from tests.fakes.quiet_broker import nothing_under_way
from tests.walks.world import set_environment

RATE = 12
LONGEST = 0.6


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker of this test's own, that remembers nothing yet."""
    set_environment(
        monkeypatch, {"NOTIFIER_VAR_DIR": str(tmp_path), "NOTIFIER_BROKER_URL": "embedded"}
    )
    server = broker.start_embedded()
    assert server is not None
    yield
    server.stop()


def test_no_second_has_more_than_the_rate(here: None) -> None:
    arrived = calls_for(3.2)
    assert most_in_a_second(arrived) <= RATE
    assert len(arrived) >= 2 * RATE, "a pace that hardly lets anybody through is no pace"


def test_not_even_when_the_broker_forgets_everything(here: None) -> None:
    threading.Timer(1.5, lambda: pace._broker(os.getpid(), broker.client_url()).flushall()).start()
    assert most_in_a_second(calls_for(4)) <= RATE


def test_nor_when_the_embedded_broker_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_environment(
        monkeypatch, {"NOTIFIER_VAR_DIR": str(tmp_path), "NOTIFIER_BROKER_URL": "embedded"}
    )
    arrived = calls_for(2)
    assert most_in_a_second(arrived) <= RATE
    assert len(arrived) > 2


def test_few_are_under_way_at_once(here: None) -> None:
    nothing_under_way()
    under_way, most, lock = 0, 0, threading.Lock()

    def call() -> None:
        nonlocal under_way, most
        with pace.turn("line", rate=200, at_once=3, longest_seconds=5, patience_seconds=5):
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.05)
            with lock:
                under_way -= 1

    threads = [threading.Thread(target=call) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == 3


def test_a_dead_process_gives_its_turn_back(here: None) -> None:
    nothing_under_way()
    held = multiprocessing.get_context("fork").Event()
    process = multiprocessing.get_context("fork").Process(target=_hold_for_ever, args=(held,))
    process.start()
    assert held.wait(10)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    start = time.monotonic()
    with pace.turn("line", rate=9, at_once=1, longest_seconds=LONGEST, patience_seconds=5):
        waited = time.monotonic() - start
    assert waited < LONGEST + 1


def test_who_waits_too_long_is_told_so(here: None) -> None:
    nothing_under_way()
    facts = {"rate": 9, "at_once": 1, "longest_seconds": 5.0}
    with (
        pace.turn("line", **facts, patience_seconds=5),  # type: ignore[arg-type]
        pytest.raises(pace.NoTurnError),
        pace.turn("line", **facts, patience_seconds=0.05),  # type: ignore[arg-type]
    ):
        pytest.fail("two at once")


def test_without_its_redis_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, {"NOTIFIER_BROKER_URL": "redis://127.0.0.1:1/0"})
    with (
        pytest.raises(pace.NoTurnError),
        pace.turn("line", rate=9, at_once=1, longest_seconds=5, patience_seconds=1),
    ):
        pytest.fail("called without a turn")


def _hold_for_ever(held: "multiprocessing.synchronize.Event") -> None:
    with pace.turn("line", rate=9, at_once=1, longest_seconds=LONGEST, patience_seconds=5):
        held.set()
        time.sleep(60)


def calls_for(seconds: float) -> list[float]:
    """When calls arrived at the other end, somewhere between leaving and being answered."""
    until, arrived = time.monotonic() + seconds, []

    def keep_calling(chance: random.Random) -> None:
        while time.monotonic() < until:
            with pace.turn(
                "line", rate=RATE, at_once=5, longest_seconds=LONGEST, patience_seconds=10
            ):
                time.sleep(chance.uniform(0, 0.05))
                arrived.append(time.monotonic())
                time.sleep(chance.uniform(0, 0.05))

    threads = [
        threading.Thread(target=keep_calling, args=(random.Random(n),))  # noqa: S311 - repeatable
        for n in range(7)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return arrived


def most_in_a_second(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(sum(start <= one < start + 1 for one in ordered) for start in ordered)
