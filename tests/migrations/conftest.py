"""Empty databases: a SQLite file always, and one in the PostgreSQL server when it is named."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from notifier.kit import db

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield from _sqlite(tmp_path / "empty.sqlite3")
    else:
        yield from _postgresql()


@pytest.fixture(params=KINDS)
def modelled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """Two databases of each kind: one to migrate, one made straight from the models."""
    if request.param == "sqlite":
        first, second = _sqlite(tmp_path / "a.sqlite3"), _sqlite(tmp_path / "b.sqlite3")
    else:
        first, second = _postgresql(), _postgresql()
    for one in first:
        for other in second:
            yield one, other


def _sqlite(path: Path) -> Iterator[Engine]:
    made = db.open_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


def _postgresql() -> Iterator[Engine]:
    server = os.environ.get("NOTIFIER_TEST_DATABASE_URL")
    if not server:
        pytest.skip("NOTIFIER_TEST_DATABASE_URL is not set: PostgreSQL is not tried in this run")
    name = f"notifier_steps_{os.getpid()}_{secrets.token_hex(3)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    made = db.open_engine(admin.url.set(database=name).render_as_string(hide_password=False))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()
