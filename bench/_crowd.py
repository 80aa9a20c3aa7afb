"""A town's readers on PostgreSQL, made by the database itself, and an edition approved for them."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bench import _mailing
from bench._world import NOW, STAFF
from notifier import hubs
from notifier.config import settings
from notifier.kit import db
from notifier.migrations import upgrade

SERVER = os.environ.get(
    "NOTIFIER_BENCH_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1/postgres"
)
SEGMENTS = 50
PEOPLE = """
INSERT INTO subscribers
  (id, hub_id, profile_id, state, preferred_channel, link_version, link_salt, source, created_at)
SELECT n, :hub, p.ids[1 + n % array_length(p.ids, 1)], 'active', '', 1, 's' || n, '', now()
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n,
  (SELECT array_agg(id ORDER BY id) AS ids FROM preference_profiles WHERE hub_id = :hub) AS p
"""
WAYS = """
INSERT INTO addresses
  (hub_id, subscriber_id, channel, address, state, reason, confirm_hash, created_at)
SELECT :hub, n, 'line', 'U' || lpad(to_hex(n), 32, '0'), 'active', '', '', now()
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
"""


@contextmanager
def server_database() -> Iterator[str | None]:
    """A fresh PostgreSQL database, used by this process meanwhile; None without a server."""
    name = f"notifier_bench_{os.getpid()}"
    admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    except OperationalError:
        yield None
        return
    url = admin.url.set(database=name).render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NOTIFIER_VAR_DIR": folder, "NOTIFIER_PRACTICE": "1"}
        settings.cache_clear()
        made = db.open_engine(url)
        upgrade(made)
        db.use(made)
        try:
            yield url
        finally:
            db.use(None)
            made.dispose()
            with admin.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
            admin.dispose()


def fill(session: Session, *, readers: int, rate: int) -> tuple[int, datetime]:
    """So many LINE readers in 50 segments, and one mail reader each; the edition and its hour."""
    edition = _mailing.fill(session, readers=SEGMENTS, variants=SEGMENTS)
    hub = session.get_one(hubs.Hub, edition.hub_id)
    hub.line_rate = rate
    hubs.set_line_channel(
        session, hub, "readers", channel_id="1600000001", secret="x" * 32, by=STAFF,
        now=NOW,
    )  # fmt: skip
    more(session, hub.id, readers=readers)
    assert edition.send_at is not None
    return edition.id, edition.send_at + timedelta(seconds=1)


def more(session: Session, hub_id: int, *, readers: int) -> None:
    """Add LINE readers to the hub."""
    last = session.scalar(text("SELECT max(id) FROM subscribers")) or 0
    facts = {"hub": hub_id, "first": last + 1, "last": last + readers}
    for statement in (PEOPLE, WAYS):
        session.execute(text(statement), facts)
    for table in ("subscribers", "addresses"):
        session.execute(text(f"ANALYZE {table}"))


def forget_plan(session: Session, edition_id: int) -> None:
    """The edition as it was approved, quickly."""
    session.execute(
        text(
            "TRUNCATE deliveries, batches, content_group_profiles, content_group_items,"
            " content_groups, fragments RESTART IDENTITY CASCADE"
        )
    )
    session.execute(
        text("UPDATE editions SET state = 'approved' WHERE id = :id"), {"id": edition_id}
    )


class Helper:
    """A process that is spoken to in JSON lines, and gone at the end."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = self.hear()

    def tell(self, asked: object) -> None:
        """Ask without waiting."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def hear(self) -> "object":
        """The next answer."""
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, asked: object) -> "object":
        """Ask and wait for the answer."""
        self.tell(asked)
        return self.hear()

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
