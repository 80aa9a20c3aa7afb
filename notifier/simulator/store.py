"""The simulator's own memory: one SQLite file, so that it survives restarts and can be the judge.

What was accepted is on the disk before the answer leaves (``synchronous=FULL``), unless the
simulator is but a thread of the process that asks. Moments are milliseconds since 1970, as LINE
writes them.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS channel (
    channel_id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL,
    webhook_url TEXT NOT NULL, purpose TEXT NOT NULL, quota_limit INTEGER, rate INTEGER NOT NULL,
    bot_user_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY, channel_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS friend (
    channel_id TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'stranger')),
    since INTEGER NOT NULL, PRIMARY KEY (channel_id, user_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL UNIQUE,
    channel_id TEXT NOT NULL, endpoint TEXT NOT NULL, at INTEGER NOT NULL, retry_key TEXT,
    status INTEGER NOT NULL, asked INTEGER NOT NULL, recipients TEXT NOT NULL,
    messages TEXT NOT NULL, unit TEXT, note TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS request_by_channel ON request (channel_id, id);
CREATE TABLE IF NOT EXISTS retry_key (
    channel_id TEXT NOT NULL, retry_key TEXT NOT NULL, body_hash TEXT NOT NULL,
    request_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (channel_id, retry_key));
CREATE TABLE IF NOT EXISTS usage (
    channel_id TEXT NOT NULL, month TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (channel_id, month));
CREATE TABLE IF NOT EXISTS reply_token (
    token TEXT PRIMARY KEY, channel_id TEXT NOT NULL, user_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL, used_at INTEGER);
CREATE TABLE IF NOT EXISTS webhook (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel_id TEXT NOT NULL, user_id TEXT NOT NULL,
    at INTEGER NOT NULL, body BLOB NOT NULL, status INTEGER, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS said (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel_id TEXT NOT NULL, user_id TEXT NOT NULL,
    at INTEGER NOT NULL, message_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, text TEXT NOT NULL,
    content BLOB, content_type TEXT NOT NULL, unsent_at INTEGER);
CREATE INDEX IF NOT EXISTS said_by_friend ON said (channel_id, user_id, id);
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, kind TEXT NOT NULL,
    times INTEGER NOT NULL, seconds REAL NOT NULL, position INTEGER NOT NULL);
"""
TABLES = (
    "channel token friend request retry_key usage reply_token webhook said fault".split()  # noqa: SIM905 - a list of words
)


class Store:
    """The file, opened once and shared by the threads of the simulator, one writer at a time."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], *, waits_for_disk: bool = True
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._clock = clock
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(f"PRAGMA synchronous={'FULL' if waits_for_disk else 'OFF'}")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on the disk when the block is left."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def now(self) -> datetime:
        """The simulator's moment, aware, in UTC."""
        return self._clock()

    def millis(self) -> int:
        """The simulator's moment as LINE writes it."""
        return int(self._clock().timestamp() * 1000)

    def reset(self) -> None:
        """Forget everything: a new rehearsal starts from nothing."""
        with self.transaction() as db:
            for table in TABLES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()


def moment(millis: int) -> datetime:
    """LINE's milliseconds as an aware moment."""
    return datetime.fromtimestamp(millis / 1000, UTC)
