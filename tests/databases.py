"""The databases tests work on: made on the server the tests are given, hurried, emptied, dropped."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event

from notifier.kit import db


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
    tables = list(reversed(db.Base.metadata.sorted_tables))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in tables:
                connection.execute(table.delete())
        else:
            deletes = " ".join(f'DELETE FROM "{table.name}";' for table in tables)
            connection.exec_driver_sql(
                f"DO $$ BEGIN {deletes}"
                " PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence; END $$"
            )
