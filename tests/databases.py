"""The databases tests work on: made on the server the tests are given, hurried, emptied, dropped."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Table, create_engine, event, insert, select

from notifier.kit import db

FROM_ONE = "PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence"
Rows = dict[Table, list[dict[str, Any]]]  # table → its rows, whom others refer to first


@contextmanager
def database_of_our_own(purpose: str) -> Iterator[str]:
    """The URL of an empty database on ``NOTIFIER_TEST_DATABASE_URL``; dropped afterwards."""
    name = f"notifier_{purpose}_{os.getpid()}_{secrets.token_hex(3)}"
    admin = create_engine(os.environ["NOTIFIER_TEST_DATABASE_URL"], isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def hurry(engine: Engine) -> None:
    """Let this process not wait for the disk when it commits on ``engine``.

    What that risks, a machine that loses power, no test plays. Processes that tests start (and
    kill) open the database themselves and wait as they do in real work.
    """
    statement = (
        "PRAGMA synchronous=OFF"
        if engine.dialect.name == "sqlite"
        else "SET synchronous_commit TO off"
    )

    def opened(connection: Any, _record: object) -> None:
        connection.execute(statement)
        connection.commit()  # on PostgreSQL a SET that is rolled back is forgotten

    event.listen(engine, "connect", opened)


def empty(engine: Engine) -> None:
    """Take every row out of every table; the next row gets number 1 again.

    On PostgreSQL by DELETE: TRUNCATE makes and syncs three new files for each of 59 tables, half a
    second and more where a test left a dozen rows.
    """
    tables = list(reversed(_tables()))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in tables:
                connection.execute(table.delete())
        else:
            deletes = " ".join(f'DELETE FROM "{table.name}";' for table in tables)
            connection.exec_driver_sql(f"DO $$ BEGIN {deletes} {FROM_ONE}; END $$")


def count_from_one(engine: Engine) -> None:
    """The next row of each table, which must be empty, gets number 1.

    PostgreSQL counts on over what was rolled back.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DO $$ BEGIN {FROM_ONE}; END $$")


def rows(engine: Engine) -> Rows:
    """Every row of every table, by number: an older row never refers to a younger one."""
    with engine.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in _tables()
        }


def replaced(found: Rows, old: str, new: str) -> Rows:
    """The same rows with ``new`` wherever a text holds ``old``."""
    return {
        table: [
            {k: v.replace(old, new) if isinstance(v, str) else v for k, v in row.items()}
            for row in table_rows
        ]
        for table, table_rows in found.items()
    }


def put_back(engine: Engine, kept: Rows) -> None:
    """Fill the empty tables with ``kept``; the next row gets the number after the highest."""
    with engine.begin() as connection:
        for table, table_rows in kept.items():
            if not table_rows:
                continue
            connection.execute(insert(table), table_rows)
            if engine.dialect.name == "postgresql" and "id" in table.c:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id))"
                    f' FROM "{table.name}"'
                )


def _tables() -> list[Table]:
    return list(db.Base.metadata.sorted_tables)
