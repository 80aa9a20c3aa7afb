"""How Alembic reaches the schema: every room's models, one transaction per run."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, inspect

from notifier.flows import rooms  # noqa: F401 - they tell of their tables
from notifier.kit import db


def render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column type by its short name; everything else as Alembic does."""
    if kind == "type" and isinstance(item, db.Moment):
        autogen.imports.add("from notifier.kit import db")
        return "db.Moment()"
    return False


def run(connection: Connection) -> None:
    """Run the steps on one connection; SQLite tables are altered by copying."""
    context.configure(
        connection=connection,
        target_metadata=db.Base.metadata,
        # an existing SQLite table is altered by copying; the first step needs no such thing
        render_as_batch=inspect(connection).has_table("alembic_version"),
        render_item=render,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("offline migrations are not supported; point NOTIFIER_DATABASE_URL at one")

given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with (context.config.attributes.get("engine") or db.engine()).connect() as opened:
        run(opened)
        opened.commit()
