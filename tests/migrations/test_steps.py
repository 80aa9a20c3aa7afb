"""One set of steps, both databases: up, down, up again, and never away from the models."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from notifier import migrations
from notifier.kit import db

ROOT = Path(__file__).parents[2]
VERSION_TABLE = "alembic_version"
OWN = set(db.Base.metadata.tables)


def test_there_is_one_head(empty: Engine) -> None:
    """Two heads would be two schemas."""
    assert len(ScriptDirectory.from_config(migrations.config(empty)).get_heads()) == 1


def test_upgrade_makes_every_table_and_twice_is_once(empty: Engine) -> None:
    """``notifier migrate`` may be run at every start."""
    migrations.upgrade(empty)
    migrations.upgrade(empty)
    assert set(inspect(empty).get_table_names()) - {VERSION_TABLE} == OWN
    assert migrations.is_at_head(empty)


def test_an_empty_database_is_not_at_head(empty: Engine) -> None:
    """``/readyz`` and the doctor must notice."""
    assert not migrations.is_at_head(empty)


def test_up_down_up(empty: Engine) -> None:
    """Every step can be taken back; nothing is left behind."""
    migrations.upgrade(empty)
    migrations.downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) - {VERSION_TABLE} == set()
    migrations.upgrade(empty)
    assert set(inspect(empty).get_table_names()) - {VERSION_TABLE} == OWN


@pytest.mark.filterwarnings("ignore:Computed default on deliveries.is_missed")
def test_no_drift_by_alembic(empty: Engine) -> None:
    """Models and steps say the same. (PostgreSQL tells a derived column in words of its own, which
    Alembic cannot compare; ``test_no_drift_by_inspection`` does.)"""
    migrations.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, db.Base.metadata) == []


def test_no_drift_by_inspection(modelled: tuple[Engine, Engine]) -> None:
    """The database itself describes both the same: columns, keys, CHECKs, partial indexes."""
    stepped, straight = modelled
    migrations.upgrade(stepped)
    db.Base.metadata.create_all(straight)
    assert _described(stepped) == _described(straight)


def test_the_checks_and_the_partial_index_hold(empty: Engine) -> None:
    """A closed set is closed in the database, and the promise of one delivery is kept by it."""
    migrations.upgrade(empty)
    indexes = {index["name"]: index for index in inspect(empty).get_indexes("deliveries")}
    once = indexes["uq_deliveries_once"]
    where = once["dialect_options"][f"{empty.dialect.name}_where"]
    assert once["unique"]
    assert str(where) in {"NOT is_missed", "(NOT is_missed)"}
    columns = {one["name"]: one for one in inspect(empty).get_columns("deliveries")}
    derived = str(columns["is_missed"]["computed"]["sqltext"])
    assert all(state in derived for state in ("bounced", "failed", "suppressed"))
    with pytest.raises(IntegrityError, match="ck_memberships_role"), empty.begin() as one:
        one.execute(
            text(
                "INSERT INTO memberships (hub_id, staff_id, role, created_at)"
                " VALUES (1, 1, 'emperor', '2026-11-20 00:00:00')"
            )
        )


def test_every_constraint_has_a_name(empty: Engine) -> None:
    """A later step can only change what it can name."""
    migrations.upgrade(empty)
    look = inspect(empty)
    unnamed = [
        (table, kind)
        for table in OWN
        for kind, found in (
            ("unique", look.get_unique_constraints(table)),
            ("check", look.get_check_constraints(table)),
            ("foreign key", look.get_foreign_keys(table)),
        )
        for one in found
        if not one["name"]
    ]
    assert unnamed == []


def test_the_command_line_needs_no_ini_file(tmp_path: Path) -> None:
    """``alembic`` reads [tool.alembic] of pyproject.toml."""
    environment = {
        **os.environ,
        "NOTIFIER_DATABASE_URL": f"sqlite:///{tmp_path}/cli.sqlite3",
        "NOTIFIER_VAR_DIR": str(tmp_path),
    }

    def alembic(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "alembic", *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    alembic("upgrade", "head")
    assert "(head)" in alembic("current")
    alembic("check")


def _described(engine: Engine) -> dict[str, Any]:
    look = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in look.get_columns(table)
            ),
            "primary": look.get_pk_constraint(table),
            "unique": _sorted(look.get_unique_constraints(table)),
            "checks": _sorted(look.get_check_constraints(table)),
            "foreign": _sorted(look.get_foreign_keys(table)),
            "indexes": _sorted(look.get_indexes(table)),
        }
        for table in sorted(OWN)
    }


def _sorted(found: list[Any]) -> list[str]:
    return sorted(str(sorted((key, _said(value)) for key, value in one.items())) for one in found)


def _said(value: object) -> str:
    """In words; a partial index's condition is an object of its own."""
    if isinstance(value, dict):
        return str({key: str(inner) for key, inner in sorted(value.items())})
    return str(value)
