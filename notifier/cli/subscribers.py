"""``notifier subscribers``: take readers over from another list, and hand the list out."""

from pathlib import Path

import click

from notifier import subscribers
from notifier.cli.common import emit, hub_option, json_option, machine_actor, pick_hub
from notifier.kit import clock, db


@click.group(name="subscribers")
def command() -> None:
    """Import and export readers."""


@command.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consent-note", default="", help="how these people agreed, for the record")
@hub_option
@json_option
def import_file(file: Path, consent_note: str, hub_slug: str | None, as_json: bool) -> None:
    """Import FILE (CSV). A row without consented_at refuses the whole file."""
    rows = subscribers.read_csv(file.read_bytes())
    with db.writing() as session:
        report = subscribers.import_readers(
            session,
            pick_hub(session, hub_slug),
            rows,
            consent_note=consent_note,
            by=machine_actor(),
            now=clock.now(),
        )
    data = {
        "rows": report.rows,
        "imported": report.imported,
        "readers": report.readers,
        "existing": report.existing,
        "suppressed": report.suppressed,
        "errors": report.errors,
    }
    lines = [
        f"{report.rows}行のうち {report.imported}件を取りこみました（読者 {report.readers}人）。",
        f"登録ずみ {report.existing}件、以前に止めた方 {report.suppressed}件、誤り {len(report.errors)}件。",
        *(f"  {error['row']}行目: {error['message']}" for error in report.errors),
    ]
    emit(data, as_json=as_json, text="\n".join(lines))


@command.command()
@hub_option
@json_option
def export(hub_slug: str | None, as_json: bool) -> None:
    """Print every reachable address as CSV, in the shape ``import`` reads."""
    with db.reading() as session:
        hub = pick_hub(session, hub_slug)
        rows = subscribers.export_readers(session, hub.id)
        if not as_json:
            for line in subscribers.write_csv(rows):
                click.echo(line, nl=False)
            return
        data = [
            {
                "channel": row.channel,
                "address": row.address,
                "districts": row.districts,
                "birth_months": row.birth_months,
                "themes": row.themes,
                "language": row.language,
                "consented_at": row.consented_at.isoformat() if row.consented_at else None,
                "source": row.source,
                "person": str(row.subscriber_id),
            }
            for row in rows
        ]
    emit(data, as_json=True, text="")
