"""How Alembic reaches the schema: every room's models, one transaction per run."""

import importlib

from alembic import context
from sqlalchemy import Connection

from notifier.kit import db

ROOMS = ["audit", "hubs", "mailroom", "accounts", "directory", "intake", "listings", "editorial", "subscribers", "editions", "delivery", "engagement", "indicators"]

for room in ROOMS:
    importlib.import_module(f"notifier.{room}.models")


def run(connection: Connection) -> None:
    """Run the steps on one connection; SQLite tables are altered by copying."""
    context.configure(
        connection=connection,
        target_metadata=db.Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
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
