"""The schema can be made, moments come back aware, and two hubs stand beside each other."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.kit import db


def test_a_moment_comes_back_aware_and_in_utc(session: Session, hub: Hub, now: datetime) -> None:
    session.expire_all()
    assert session.get_one(Hub, hub.id).created_at == now
    assert session.get_one(Hub, hub.id).created_at.tzinfo == UTC


def test_a_naive_moment_is_refused(session: Session, hub: Hub) -> None:
    hub.created_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_two_hubs_stand_beside_each_other(hub: Hub, other_hub: Hub) -> None:
    assert hub.id != other_hub.id


def test_an_engine_stays_the_process_s_own(tmp_path: Path) -> None:
    """One dropped from a full cache would leave its pooled connections open."""
    urls = [f"sqlite:///{tmp_path}/{number}.sqlite3" for number in range(20)]
    opened = [db.open_engine(url) for url in urls]
    assert [db.open_engine(url) for url in urls] == opened


def test_threads_that_begin_together_share_one_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with a pool of its own they would use up the server's connections."""
    made, begin = [], Barrier(8)

    def slowly(url: str) -> Engine:
        made.append(url)
        time.sleep(0.05)
        return create_engine(url)

    monkeypatch.setattr(db, "_open", slowly)

    def ask(_: int) -> Engine:
        begin.wait()
        return db.open_engine(f"sqlite:///{tmp_path}/shared.sqlite3")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len(made) == 1
    assert len({id(one) for one in found}) == 1


@pytest.mark.services
def test_a_connection_that_died_while_idle_is_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server that could go")
    own = db.open_engine(f"{engine.url.render_as_string(hide_password=False)}?connect_timeout=5")
    try:
        with db.reading(own) as session:
            pid = session.scalar(text("SELECT pg_backend_pid()"))
        with db.writing() as session:
            assert session.scalar(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        monkeypatch.setattr(db, "ASK_AFTER_SECONDS", -1.0)  # as if it had lain idle
        with db.reading(own) as session:
            assert session.scalar(text("SELECT pg_backend_pid()")) != pid
    finally:
        own.dispose()


def test_one_by_one_each_statement_lasts_by_itself(engine: Engine) -> None:
    """Whatever comes after it; and the connection's next user has transactions as before."""
    tried = text(
        "INSERT INTO caps (purpose, key_hash, window_starts_at, count)"
        " VALUES (:key, '', CURRENT_TIMESTAMP, 1)"
    )

    def kept() -> list[str]:
        with db.reading(engine) as session:
            return list(session.scalars(text("SELECT purpose FROM caps")))

    with db.one_by_one(engine) as connection:
        connection.execute(tried, {"key": "a"})
        assert kept() == ["a"]
        connection.rollback()
    with db.writing(engine) as session:
        session.execute(tried, {"key": "b"})
        session.rollback()
    assert kept() == ["a"]


def test_one_by_one_holds_no_lock_between(engine: Engine) -> None:
    with db.one_by_one(engine) as connection:
        connection.execute(text("SELECT count(*) FROM hubs"))
        with db.writing(engine) as session:  # on SQLite it would wait for a writer's lock
            session.execute(text("UPDATE hubs SET name = name"))
