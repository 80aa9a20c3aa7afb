"""``notifier intake``: take in what groups sent as files."""

from datetime import date
from pathlib import Path

import click

from notifier import directory, intake
from notifier.cli.common import emit, hub_option, json_option, machine_actor, pick_hub
from notifier.flows.import_file import import_file
from notifier.kit import clock, db

SOURCES = ("spreadsheet",)
MOST_LINES = 20


@click.group()
def command() -> None:
    """Import what groups sent as files."""


@command.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", type=click.Choice(SOURCES), default="spreadsheet", show_default=True)
@click.option("--group", "group_key", default=None, help="the key of the group the file is from")
@click.option("--month", "month_text", default=None, help="YYYY-MM the file is about")
@click.option("--dry-run", is_flag=True, help="count, store nothing")
@hub_option
@json_option
def import_(
    *,
    file: Path,
    source: str,
    group_key: str | None,
    month_text: str | None,
    dry_run: bool,
    hub_slug: str | None,
    as_json: bool,
) -> None:
    """Read FILE (xlsx, xls, CSV) and hand in its rows."""
    del source  # one kind of file so far; the name keeps the command ready for the next
    month = _month(month_text)
    now, by = clock.now(), machine_actor()
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        group = directory.group_by_key(session, hub.id, group_key) if group_key else None
        made = intake.preview_import(
            session,
            hub,
            filename=file.name,
            data=file.read_bytes(),
            group_id=group.id if group else None,
            by=by,
            now=now,
        )
        result = import_file(session, made, month=month, by=by, now=now, dry_run=dry_run)
        if dry_run:
            session.rollback()
    emit(result.as_json(), as_json=as_json, text=_say(file.name, result, dry_run=dry_run))


def _month(words: str | None) -> date | None:
    if words is None:
        return None
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError as error:
        raise click.UsageError("--month は 2026-03 のように書いてください。") from error


def _say(name: str, result: intake.ImportResult, *, dry_run: bool) -> str:
    head = f"{name}{'（ためしに読んだだけで、何も保存していません）' if dry_run else ''}"
    lines = [
        f"{head}: {result.rows}行",
        (
            f"  受付 {result.received}  質問あり {result.questions}  重複 {result.duplicates}"
            f"  対象外 {result.rejected}  読めない {len(result.errors)}"
        ),
        *(f"  {one['message']}" for one in result.errors[:MOST_LINES]),
    ]
    return "\n".join(lines)
