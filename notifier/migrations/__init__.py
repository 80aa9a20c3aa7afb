"""The schema, step by step; one set of steps for SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

__all__ = ["config", "downgrade", "has_no_tables", "head", "is_at_head", "upgrade"]

HERE = Path(__file__).parent


def config(bind: Engine) -> Config:
    """Alembic's configuration for one engine; no ini file."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["engine"] = bind
    return made


def upgrade(bind: Engine, revision: str = "head") -> None:
    """Bring the schema to ``revision``; running it twice changes nothing."""
    command.upgrade(config(bind), revision)


def downgrade(bind: Engine, revision: str) -> None:
    """Take the schema back to ``revision`` ("base" removes everything)."""
    command.downgrade(config(bind), revision)


def head() -> str:
    """The revision of this build's schema."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return str(ScriptDirectory.from_config(made).get_current_head())


def has_no_tables(bind: Engine) -> bool:
    """Whether the database is untouched."""
    with bind.execution_options(reading=True).connect() as connection:
        return not inspect(connection).get_table_names()


def is_at_head(bind: Engine) -> bool:
    """Whether the database has every step of this build."""
    heads = set(ScriptDirectory.from_config(config(bind)).get_heads())
    with bind.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads
