"""An approved edition of Saturday 23:30, the last day of a month: filled once, copied for each rehearsal."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

import notifier.cli.practice.fill as practice
from notifier import hubs, subscribers
from notifier.kit import broker, db
from notifier.kit.db import writing
from tests.walks.world import approved_edition, grid_readers, world

NOON_BEFORE = datetime(2026, 10, 30, 3, 0, tzinfo=UTC)  # Friday, 12:00 in Yokohama
LINE_READERS, MAIL_READERS, BOTH_WAYS = 48, 60, 8
OWN_BROKERS = range(1, 9)  # 9-15 are the test suite's, 0 is anybody's
OWNER_KEY = "notifier:faults:owner"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The filled world to be copied; ``pairs``: LINE id → mail address of those who have both."""

    folder: Path
    url: str
    edition_id: int
    send_at: datetime
    line_ids: frozenset[str]
    mail_addresses: frozenset[str]
    pairs: dict[str, str]

    def __repr__(self) -> str:
        """Short: it stands beside the script when a rehearsal fails."""
        return f"<prepared in {self.folder}>"


def prepare(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    """Fill the database at ``url``, the one in use, and a simulator beside it; approve the edition."""
    with world(folder, url, monkeypatch, now=NOON_BEFORE) as here:
        practice.fill(readers=0, now=NOON_BEFORE)
        with writing() as session:
            hub = hubs.find_hub(session, "nishi")
            admin = practice.staff(session, hub, "admin")
            for key, value in (("window.close", "23:59"), ("schedule.weekly", "sat 23:30")):
                hubs.change_setting(session, hub, key, value, by=admin, now=NOON_BEFORE)
            keys = [district.key for district in hubs.districts(session, hub.id)]
            rows = grid_readers(hub, keys, line=LINE_READERS, email=MAIL_READERS, now=NOON_BEFORE)
            pairs = _give_both_ways(rows)
            subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=NOON_BEFORE)
        line_ids = frozenset(row.address for row in rows if row.channel == "line")
        here.control.add_friends(practice.channel_id("nishi"), line_ids)
        edition_id, send_at = approved_edition("nishi", now=NOON_BEFORE)
    mails = frozenset(row.address for row in rows if row.channel == "email")
    return Prepared(folder, url, edition_id, send_at, line_ids, mails, pairs)


def _give_both_ways(rows: list[subscribers.FileRow]) -> dict[str, str]:
    """Let the first readers on LINE, the first of their groups, have a mail address too."""
    pairs = {}
    for number, row in enumerate(rows[:BOTH_WAYS]):
        address = f"both{number}@nishi.example.jp"
        rows[number] = replace(row, person=f"p{number}")
        rows.append(replace(rows[number], row=len(rows) + 2, channel="email", address=address))
        pairs[row.address] = address
    return pairs


@contextmanager
def copied(url: str, folder: Path) -> Iterator[str]:
    """A copy of the database at ``url``, which this process uses while the block lasts."""
    where, original = make_url(url), db.open_engine(url)
    is_file = where.get_backend_name() == "sqlite"
    name = str(folder / "copy.sqlite3") if is_file else f"{where.database}_{folder.name}"
    copy = where.set(database=name).render_as_string(hide_password=False)
    if is_file:
        with (
            closing(sqlite3.connect(str(where.database))) as source,
            closing(sqlite3.connect(name)) as target,
        ):
            source.backup(target)
    else:
        original.dispose()  # a database somebody is connected to cannot be copied
        _on_server(where, f"CREATE DATABASE {name} TEMPLATE {where.database}")
    engine = db.open_engine(copy)
    db.use(engine)
    try:
        yield copy
    finally:
        db.use(None)
        engine.dispose()
        if not is_file:
            _on_server(where, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(where: URL, statement: str) -> None:
    admin = create_engine(where.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(statement)
    admin.dispose()


@contextmanager
def own_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty Redis database nobody else has, where the suite runs on Redis; else the embedded."""
    theirs = os.environ.get("NOTIFIER_TEST_BROKER_URL")
    if not theirs:
        yield
        return
    server = theirs.rpartition("/")[0]
    for number in OWN_BROKERS:
        with closing(redis.Redis.from_url(f"{server}/{number}")) as client:
            if client.dbsize() or not client.set(OWNER_KEY, os.getpid(), nx=True, ex=900):
                continue
            monkeypatch.setenv("NOTIFIER_TEST_BROKER_URL", f"{server}/{number}")
            try:
                yield
            finally:
                monkeypatch.setenv("NOTIFIER_TEST_BROKER_URL", theirs)
                client.flushdb()
            return
    pytest.fail("no Redis database is free for this walk")


def empty_broker() -> None:
    """Whatever the broker knew is gone; the mark that the database is ours stays."""
    url = broker.broker_url()
    is_embedded = url.startswith("redis+socket://")
    client = (
        redis.Redis(unix_socket_path=str(broker.socket_path()))
        if is_embedded
        else redis.Redis.from_url(url)
    )
    with closing(client), client.pipeline(transaction=True) as deed:
        deed.flushdb()
        deed.set(OWNER_KEY, os.getpid(), ex=900)
        deed.execute()


def cut_database() -> None:
    """Every connection to this walk's own database ends, ours and the workers'."""
    with db.engine().connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
