"""The database: one engine per process, SQLite and PostgreSQL behaving alike.

SQLite's defaults lose updates silently: a writer must take its lock before it reads. Sessions
made by ``writing`` open with BEGIN IMMEDIATE, those of ``reading`` stay deferred so that pages
do not queue behind the worker. What is one statement long needs no transaction: ``one_by_one``.
"""

import enum
import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, Result, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from notifier.config import settings
from notifier.kit import text
from notifier.kit.errors import UnavailableError

BUSY_TIMEOUT_SECONDS = 20
ASK_AFTER_SECONDS = 1.0
COLLISION = "40001"  # SQL's serialization failure

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment on both databases; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments, store UTC (SQLite keeps no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back aware."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the house; constraints are named so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        tuple[str, ...]: JSON(),
    }


class Row(Base):
    """A table with a plain integer key."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)


def closed_set(kind: type[enum.StrEnum], name: str) -> Enum:
    """A column type for a closed set of states: stored by value, kept by a CHECK."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=24,
        values_callable=lambda states: [state.value for state in states],
    )


_chosen: list[Engine] = []


def use(chosen: Engine | None) -> None:
    """Let this process work on another database than the settings name (tests, rehearsals)."""
    _chosen[:] = [chosen] if chosen is not None else []


def engine() -> Engine:
    """The engine of this process: the one chosen with ``use``, else the settings' database."""
    return _chosen[0] if _chosen else open_engine(settings().database_url)


_opening = Lock()
_opened: dict[str, Engine] = {}


def open_engine(url: str) -> Engine:
    """One pooled engine per URL and process, with the manners of this module.

    None is ever dropped by itself: an engine that fell out of a bounded cache would leave its
    connections open. Whoever opens a database for a while calls ``dispose``.

    The texts of its errors leave out the values (addresses, LINE ids): errors end up in logs.
    """
    if url not in _opened:
        with _opening:  # sixty-four threads that ask at the same moment get one, not one each
            if url not in _opened:
                _opened[url] = _open(url)
    return _opened[url]


def _open(url: str) -> Engine:
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        served = create_engine(where, pool_size=16, max_overflow=0, hide_parameters=True)
        _ask_the_idle(served)
        return served
    if where.database and where.database != ":memory:":
        _make_folder(Path(where.database).parent)
    made = create_engine(
        where, connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, hide_parameters=True
    )
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"データベースの置き場所 {folder} を使えません（{error.strerror}）。"
            "NOTIFIER_DATABASE_URL を、書き込める場所に変えてください。"
        ) from error


def _ask_the_idle(served: Engine) -> None:
    """A server may have gone and come back while a connection lay idle, so it is asked first. One
    that served a moment ago is taken at its word: one question in six would be this one."""

    @event.listens_for(served, "checkin")
    def note_use(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(served, "checkout")
    def ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", math.inf) <= ASK_AFTER_SECONDS:
            return
        try:
            served.dialect.do_ping(connection)
        except served.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool drops its old ones and makes a new one


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.create_function("searchable", 1, _searchable, deterministic=True)
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _searchable(value: object) -> str | None:
    """``text.searchable`` for ``kit.search``; what is not there stays so."""
    return None if value is None else text.searchable(value)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("one_by_one"):  # else SQLite itself makes a transaction of each statement
        connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


@contextmanager
def writing(
    bind: Engine | None = None, *, one_view: bool = False, may_be_lost: bool = False
) -> Iterator[Session]:
    """A session that commits at the end and rolls back on any error; for the edge only.

    ``one_view``: every statement sees what the first one saw. SQLite is always so; on PostgreSQL
    it may end in an error of which ``is_collision`` is true, and is simply done again.

    ``may_be_lost``: what is written can be found out again, so PostgreSQL need not wait for the
    disk. A process that dies loses nothing; a database server that dies, at most its last second.
    """
    with Session(bind or engine(), expire_on_commit=False) as session, session.begin():
        if session.get_bind().dialect.name == "postgresql":
            if one_view:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            if may_be_lost:
                session.connection().exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
        yield session


def is_collision(error: Exception) -> bool:
    """Whether somebody else changed, in the same moment, what a ``one_view`` session had read."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == COLLISION


@contextmanager
def reading(bind: Engine | None = None) -> Iterator[Session]:
    """A session for a page that changes nothing; what it does is rolled back."""
    source = (bind or engine()).execution_options(reading=True)
    with Session(source, expire_on_commit=False) as session:
        try:
            yield session
        finally:
            session.expunge_all()  # what was read stays readable after the session
            session.rollback()


@contextmanager
def one_by_one(bind: Engine | None = None) -> Iterator[Connection]:
    """A connection on which each statement is a transaction by itself, lasting once it returns.

    For what is done in one statement: PostgreSQL is asked once for it, not three times, and the
    work of an ORM session is saved. Only for the edge, as ``writing``.
    """
    with (bind or engine()).connect() as connection:
        if connection.dialect.name == "sqlite":
            yield connection.execution_options(one_by_one=True)
        else:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")


def affected(result: Result[Any]) -> int:
    """How many rows an INSERT, UPDATE or DELETE touched."""
    return int(getattr(result, "rowcount", 0))
