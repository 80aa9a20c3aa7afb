"""``notifier export …``: open data of the public listings."""

from datetime import datetime
from pathlib import Path

import click

from notifier.cli.common import emit, hub_option, json_option, pick_hub
from notifier.config import settings
from notifier.kit import clock
from notifier.kit.db import reading
from notifier.listings import EXPORTS, public_listings
from notifier.taxonomy import fiscal

STANDARDS = {"gif": "json", "suisho": "csv"}


@click.group()
def command() -> None:
    """Open data of the public listings."""


@command.command()
@click.option("--format", "kind", type=click.Choice(sorted(EXPORTS)), default=None)
@click.option("--standard", type=click.Choice(sorted(STANDARDS)), default=None)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None)
@hub_option
@json_option
def events(
    kind: str | None, standard: str | None, out: Path | None, hub_slug: str | None, as_json: bool
) -> None:
    """All dates to come, as csv (推奨データセット), json (GIF), ics or rss."""
    chosen = _choose(kind, standard)
    if as_json and out is None:
        raise click.UsageError("--json には --out FILE も指定してください。")
    body, count = _export(chosen, hub_slug, clock.now())
    if out is None:
        click.echo(body, nl=False)
        return
    try:
        out.write_bytes(body)
    except OSError as error:
        raise click.ClickException(f"{out} に書き込めません（{error.strerror}）。") from error
    emit(
        {"out": str(out), "format": chosen, "listings": count, "bytes": len(body)},
        as_json=as_json,
        text=f"{count}件を {out} に書き出しました。",
    )


def _choose(kind: str | None, standard: str | None) -> str:
    """The format; a standard means its own, and another one beside it is wrong usage."""
    if standard is None:
        return kind or "csv"
    if kind not in (None, STANDARDS[standard]):
        raise click.UsageError(f"--standard {standard} は --format {STANDARDS[standard]} です。")
    return STANDARDS[standard]


def _export(kind: str, hub_slug: str | None, now: datetime) -> tuple[bytes, int]:
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        today = clock.local(now, hub.zone).date()
        found = public_listings(
            session, hub.id, since=today, until=fiscal.end_of_next(today), zone=hub.zone
        )
        base_url = settings().base_url
        body = EXPORTS[kind].export(found, hub=hub, base_url=base_url, now=now)
    return body, len(found)
