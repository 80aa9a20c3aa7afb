"""A simulator that runs for itself waits for the disk; a thread of the tests' process does not."""

from pathlib import Path

import pytest

from notifier.simulator import thread
from notifier.simulator.app import create_app
from notifier.simulator.store import Store

FULL, OFF = 2, 0


def test_what_was_accepted_is_on_the_disk(tmp_path: Path) -> None:
    app = create_app(database=tmp_path / "s.sqlite3", mail_dir=tmp_path)
    store: Store = app.extensions["simulator_store"]
    assert _synchronous(store) == FULL
    store.close()


def test_a_thread_ends_with_who_asks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(
        thread, "create_app", lambda **facts: made.append(create_app(**facts)) or made[0]
    )
    running = thread.start(database=tmp_path / "s.sqlite3", mail_dir=tmp_path)
    assert _synchronous(made[0].extensions["simulator_store"]) == OFF
    running.stop()


def _synchronous(store: Store) -> int:
    with store.transaction() as db:
        return int(db.execute("PRAGMA synchronous").fetchone()[0])
