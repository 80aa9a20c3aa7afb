"""Empty databases: a SQLite file always, and one in the PostgreSQL server when it is named."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from notifier.kit import db
from tests.databases import database_of_our_own, hurry

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
    hurry(made)
    yield made
    made.dispose()


def _postgresql() -> Iterator[Engine]:
    if not os.environ.get("NOTIFIER_TEST_DATABASE_URL"):
        pytest.skip("NOTIFIER_TEST_DATABASE_URL is not set: PostgreSQL is not tried in this run")
    with database_of_our_own("steps") as url:
        made = db.open_engine(url)
        hurry(made)
        yield made
        made.dispose()
