"""``notifier export …``: open data of the public listings."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from notifier.cli.common import emit, hub_option, json_option, pick_hub
from notifier.config import settings
from notifier.kit import clock
from notifier.kit.db import reading
from notifier.listings import EXPORTS, STANDARDS, Wanted, public_listings
from notifier.taxonomy import OUTLETS, fiscal

FORMATS = {"gif": "json", "suisho": "csv"}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its bytes, how many listings, which required items stayed empty."""

    body: bytes
    listings: int
    gaps: dict[str, int]


@click.group()
def command() -> None:
    """Open data of the public listings."""


@command.command()
@click.option("--format", "kind", type=click.Choice(sorted(EXPORTS)), default=None)
@click.option("--standard", type=click.Choice(sorted(STANDARDS)), default=None)
@click.option(
    "--outlet",
    type=click.Choice(sorted(OUTLETS)),
    default=None,
    help="only what its group lets go this way (default: what the format itself asks for)",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None)
@hub_option
@json_option
def events(
    kind: str | None,
    standard: str | None,
    outlet: str | None,
    out: Path | None,
    hub_slug: str | None,
    as_json: bool,
) -> None:
    """All dates to come, as csv (推奨データセット), json (GIF), ics or rss.

    Required items of the standard that nobody told us are named on standard error.
    """
    chosen = _choose(kind, standard)
    if as_json and out is None:
        raise click.UsageError("--json には --out FILE も指定してください。")
    made = _export(chosen, outlet or EXPORTS[chosen].OUTLET, hub_slug, clock.now())
    if made.gaps:
        click.echo(_say_gaps(made.gaps), err=True)
    if out is None:
        click.echo(made.body, nl=False)
        return
    try:
        out.write_bytes(made.body)
    except OSError as error:
        raise click.ClickException(f"{out} に書き込めません（{error.strerror}）。") from error
    emit(
        {
            "out": str(out),
            "format": chosen,
            "listings": made.listings,
            "bytes": len(made.body),
            "empty_required": made.gaps,
        },
        as_json=as_json,
        text=f"{made.listings}件を {out} に書き出しました。",
    )


def _choose(kind: str | None, standard: str | None) -> str:
    """The format; a standard means its own, and another one beside it is wrong usage."""
    if standard is None:
        return kind or "csv"
    if kind not in (None, FORMATS[standard]):
        raise click.UsageError(f"--standard {standard} は --format {FORMATS[standard]} です。")
    return FORMATS[standard]


def _export(kind: str, outlet: str, hub_slug: str | None, now: datetime) -> Made:
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        today = clock.local(now, hub.zone).date()
        found = public_listings(
            session,
            hub.id,
            since=today,
            until=fiscal.end_of_next(today),
            wanted=Wanted(outlet=outlet),
            zone=hub.zone,
        )
        base_url = settings().base_url
        body = EXPORTS[kind].export(found, hub=hub, base_url=base_url, now=now)
        after = next((key for key, one in FORMATS.items() if one == kind), None)
        gaps = STANDARDS[after].gaps(found, hub=hub, base_url=base_url) if after else {}
    return Made(body, len(found), gaps)


def _say_gaps(gaps: dict[str, int]) -> str:
    named = "、".join(f"{name} {count}行" for name, count in gaps.items())
    return f"必須の項目のうち、知らされていないため空のもの: {named}"
