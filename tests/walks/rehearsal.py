"""A script of trouble played to its end: real processes first, then ticks until nothing is left to do."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.kit.errors import BadInputError
from notifier.wire import line
from tests.fakes.mail_trouble import TroubledRelay
from tests.walks.copies import Prepared, cut_database, empty_broker
from tests.walks.script import Script, Step
from tests.walks.world import World, kill_group, wait_until

LEASE_AND_MORE = timedelta(seconds=75)
MAIL_PAUSE, HANG_SECONDS = 0.03, 1.0
SLOW_CALLS, SLOW_SECONDS = 30, 0.15
OUR_PATIENCE = urllib3.Timeout(connect=1, read=0.3)
FIRST_WAIT, NEXT_WAIT = 60.0, 5.0
TURNS = (*[timedelta(seconds=70)] * 8, *[timedelta(minutes=7)] * 24)
MOST_LOOKS = 8  # of a person, at an edition that was blocked
OPEN = frozenset({"approved", "dispatching"})


def queue_trouble(here: World, script: Script) -> None:
    """What LINE will do, call by call; where processes are killed it takes its time before it
    accepts, so that some are killed just then."""
    kinds = script.line + ("",) * (SLOW_CALLS if script.steps else 0)
    seconds = {"hang_after": HANG_SECONDS, "": SLOW_SECONDS if script.steps else 0}
    here.control.faults(
        *(
            {"endpoint": "multicast", "kind": kind or "hang", "seconds": seconds.get(kind, 0)}
            for kind in kinds
        )
    )


@dataclass
class Rehearsal:
    """``kills`` and ``blocked`` (the sentences a person was shown) are what became of it."""

    prepared: Prepared
    here: World
    relay: TroubledRelay
    moment: datetime
    kills: int = 0
    blocked: list[str] = field(default_factory=list)
    _since: float = field(default_factory=time.monotonic)

    def play(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        """Play it; afterwards nothing more would happen by itself."""
        queue_trouble(self.here, script)
        if script.steps:
            self.relay.pause = MAIL_PAUSE
            self._befall(script.steps)
            self.relay.pause = 0
        with monkeypatch.context() as patched:
            patched.setattr(line, "TIMEOUT", OUR_PATIENCE)
            patched.setattr(line, "_pools", {})
            self._finish()

    def go_on_after(self, *deeds: Callable[[], None]) -> None:
        """Beat and a worker, to whom this happens while they send; they finish by themselves."""
        self.relay.pause = MAIL_PAUSE
        self._beat()
        self._worker()
        for deed in deeds:
            self._wait_for_progress(FIRST_WAIT)
            assert self.edition().state in OPEN, "over before anything happened"
            deed()
        wait_until(lambda: self.edition().state == "sent", what="the edition to be finished")
        self.here.stop_all()

    def edition(self) -> editions.Edition:
        """The edition as it stands."""
        with reading() as session:
            return session.get_one(editions.Edition, self.prepared.edition_id)

    def told(self) -> str:
        """What happened, in one line."""
        calls = Counter(row["status"] for row in self.here.control.log())
        states = {
            channel: {state: n for state, n in counts.items() if n}
            for channel, counts in self.status()["channels"].items()
        }
        return (
            f"{self.kills} kills; LINE answered {dict(calls)}; mail {dict(self.relay.struck)};"
            f" blocked {len(self.blocked)} times -> {self.edition().state} {states}"
        )

    def status(self) -> dict[str, Any]:
        """The line of truth."""
        with reading() as session:
            return delivery.status(
                session, session.get_one(editions.Edition, self.prepared.edition_id)
            )

    def _befall(self, steps: tuple[Step, ...]) -> None:
        beat, worker, patience = self._beat(), self._worker(), FIRST_WAIT
        for step in steps:
            self._wait_for_progress(patience)
            if self.edition().state not in OPEN:
                break
            time.sleep(step.wait)
            patience = NEXT_WAIT
            match step.act:
                case "kill_worker" | "jump":
                    kill_group(worker, signal.SIGKILL)
                    self._move(timedelta(seconds=step.jump) if step.jump else LEASE_AND_MORE)
                    worker, patience = self._worker(), FIRST_WAIT / 3
                    self.kills += 1
                case "kill_child":
                    kill_children(worker)
                    self.kills += 1
                case "kill_beat":
                    kill_group(beat, signal.SIGKILL)
                    beat = self._beat()
                case "empty_broker":
                    empty_broker()
                case "cut_database":
                    cut_database()
        self._wait_for_progress(NEXT_WAIT)
        self.here.stop_all()
        self.kills += 1

    def _beat(self) -> subprocess.Popen[bytes]:
        return self.here.start("run", "beat", now=self._clock())

    def _worker(self) -> subprocess.Popen[bytes]:
        return self.here.start("run", "worker", "--concurrency", "1", now=self._clock())

    def _clock(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self._since)

    def _move(self, by: timedelta) -> None:
        self.moment, self._since = self._clock() + by, time.monotonic()
        self.here.now = self.moment  # LINE's clock goes with ours

    def _wait_for_progress(self, seconds: float) -> None:
        """Until the ledger moved, or as long as it is worth waiting: nothing may be due now."""
        before, until = self._touched(), time.monotonic() + seconds
        while time.monotonic() < until and self._touched() == before:
            time.sleep(0.05)

    def _touched(self) -> tuple[object, ...]:
        status = self.status()
        counts = [tuple(states.values()) for states in status["channels"].values()]
        return (status["state"], status["line_calls"], *counts)

    def _finish(self) -> None:
        """Tick on, past every lease and pause; a person looks at what was blocked and says: again."""
        for _ in range(MOST_LOOKS):
            for step in TURNS:
                self._move(step)
                moment = self._clock()
                tick(now_fn=lambda moment=moment: moment)  # type: ignore[misc]
                if self._is_over():
                    break
            if self.edition().state != "blocked" or not self._again():
                return

    def _is_over(self) -> bool:
        """Closed, and nobody is on the way by the other way either."""
        before = self._touched()
        if self.edition().state in OPEN:
            return False
        tick(now_fn=self._clock)  # who stands in for whom is planned after an edition's end too
        return self._touched() == before and not any(
            states["queued"] + states["sending"] for states in self.status()["channels"].values()
        )

    def _again(self) -> bool:
        """The publisher's way out of a block; False when the edition's day is over."""
        self.blocked.append(self.edition().reason)
        now = self._clock()
        try:
            with writing() as session:
                edition = session.get_one(editions.Edition, self.prepared.edition_id)
                hub = hubs.get_hub(session, edition.hub_id)
                by = practice.staff(session, hub, "publisher")
                editions.reopen(session, edition, by=by, now=now)
                editions.approve(session, edition, version=edition.version, by=by, now=now)
                send_at = edition.send_at
        except BadInputError:
            return False
        assert send_at is not None
        self._move(send_at - now)
        return True


def kill_children(worker: subprocess.Popen[bytes]) -> None:
    """kill -9 for whoever does the work, while Celery's main process lives."""
    listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text()
    for child in listed.split():
        os.kill(int(child), signal.SIGKILL)
