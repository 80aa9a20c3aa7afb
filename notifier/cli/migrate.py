"""``notifier migrate``."""

import click

from notifier.cli.common import emit, json_option
from notifier.kit import db
from notifier.migrations import is_at_head, upgrade


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Bring the schema to head."""
    upgrade(db.engine())
    at_head = is_at_head(db.engine())
    emit({"at_head": at_head}, as_json=as_json, text="データベースは最新の形です。")
