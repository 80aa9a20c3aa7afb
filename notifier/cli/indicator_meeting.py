"""``notifier indicators pack`` and ``costs``: what the meeting of hub and ward looks at."""

from dataclasses import asdict

import click

from notifier import indicators
from notifier.cli.common import emit, hub_option, json_option, pick_hub, write_file
from notifier.hubs import Hub
from notifier.indicators import CostLine
from notifier.kit import clock
from notifier.kit.db import reading
from notifier.taxonomy import fiscal

FILES = {"xlsx": indicators.pack_workbook, "docx": indicators.pack_word}


@click.command()
@click.option("--month", required=True, help="as 2026-11")
@click.option("--format", "kind", type=click.Choice(list(FILES)), default="docx")
@click.option("--out", required=True, help="the file to write")
@hub_option
@json_option
def pack(month: str, kind: str, out: str, hub_slug: str | None, as_json: bool) -> None:
    """The month's queue, decisions and figures as a Word or Excel file."""
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        period = indicators.parse_period(month)
        found = indicators.pack(session, hub, month=period, now=clock.now())
        write_file(out, FILES[kind](found))
    emit(
        {"month": period.key, "format": kind, "path": out, "decisions": len(found.decisions)},
        as_json=as_json,
        text=f"{out} に書きました（{period.name}、判断 {len(found.decisions)}件）。",
    )


@click.command()
@click.option("--period", default="", help="2026-11 or FY2026; without it the running fiscal year")
@hub_option
@json_option
def costs(period: str, hub_slug: str | None, as_json: bool) -> None:
    """What each edition cost, beside whom it reached; nothing is added up over media."""
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        span = indicators.parse_period(period or _running(hub))
        lines = indicators.costs(session, hub, period=span)
    told = [_told(line) for line in lines] or [f"{span.name}に出した便は、まだありません。"]
    emit([_data(line) for line in lines], as_json=as_json, text="\n".join(told))


def _running(hub: Hub) -> str:
    return f"FY{fiscal.fiscal_year(clock.today(hub.zone))}"


def _data(line: CostLine) -> dict[str, object]:
    return {
        "edition": line.edition_id,
        "title": line.title,
        "on": line.on.isoformat(),
        "cost": asdict(line.cost) if line.cost else None,
        "total": line.cost.total if line.cost else None,
        "readers": line.readers,
        "taps": line.taps_said,
        "per_reader": line.per_reader,
        "per_copy": line.per_copy,
        "per_tap": line.per_tap,
    }


def _told(line: CostLine) -> str:
    total = f"{line.cost.total:,}円" if line.cost else "費用は入っていません"
    return (
        f"{line.title}: {total}、届けた人 {line.reached}人、1人あたり {line.per_reader}、"
        f"1部あたり {line.per_copy}、1回あたり {line.per_tap}"
    )
