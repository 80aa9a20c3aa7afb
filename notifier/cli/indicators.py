"""``notifier indicators …``: the evaluation sheet, and figures typed in by hand."""

import json

import click

from notifier import indicators
from notifier.cli.common import (
    emit,
    hub_option,
    json_option,
    machine_actor,
    pick_hub,
    plain,
    write_file,
)
from notifier.cli.indicator_meeting import costs, pack
from notifier.kit import clock
from notifier.kit.db import reading, writing

TO_SCREEN = "-"
FILES = {"xlsx": indicators.sheet_workbook, "docx": indicators.word_sheet}


@click.group()
def command() -> None:
    """Figures, the evaluation sheet, the pack of a month and what editions cost."""


command.add_command(pack)
command.add_command(costs)


@command.command()
@click.option(
    "--fiscal-year",
    type=click.IntRange(1, 9998),
    required=True,
    help="the year it begins in, as 2026",
)
@click.option(
    "--format", "kind", type=click.Choice(["html", "xlsx", "docx", "json"]), default="html"
)
@click.option("--out", default=TO_SCREEN, help="a file; without it standard output")
@hub_option
@json_option
def sheet(fiscal_year: int, kind: str, out: str, hub_slug: str | None, as_json: bool) -> None:
    """The evaluation sheet: figures with their sources; ratings are left to people."""
    if kind in FILES and out == TO_SCREEN:
        raise click.UsageError(f"{kind} はファイルに書きます。--out FILE を付けてください。")
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        found = indicators.sheet(session, hub, fiscal_year=fiscal_year, now=clock.now())
    data = json.dumps(indicators.as_data(found), ensure_ascii=False, default=plain)
    body = _body(found, kind, data)
    if out == TO_SCREEN:
        click.echo(f"{data}\n" if as_json else body.decode(), nl=False)
        return
    write_file(out, body)
    emit(json.loads(data), as_json=as_json, text=f"{out} に書きました（{found.period.name}）。")


@command.command(name="type")
@click.argument("key")
@click.argument("period")
@click.argument("value", type=int)
@click.option("--note", default="", help="where the figure was seen")
@click.option("--confirm", "is_confirmed", is_flag=True, help="store it though it looks unlikely")
@hub_option
@json_option
def type_figure(
    key: str,
    period: str,
    value: int,
    *,
    note: str,
    is_confirmed: bool,
    hub_slug: str | None,
    as_json: bool,
) -> None:
    """Type a figure in (PERIOD: 2025-02 or FY2024); typing again replaces it."""
    with writing() as session:
        hub = pick_hub(session, hub_slug)
        try:
            figure = indicators.type_figure(
                session,
                hub,
                key=key,
                period=period,
                value=value,
                note=note,
                is_confirmed=is_confirmed,
                by=machine_actor(),
                now=clock.now(),
            )
        except indicators.UnlikelyFigureError as error:
            raise indicators.UnlikelyFigureError(
                f"{error}合っていれば、--confirm を付けて、もう一度入れてください。", field="value"
            ) from error
        kind = indicators.TYPED_KEYS[figure.key]
        span = indicators.parse_period(figure.period)
        emit(
            {
                "key": figure.key,
                "period": figure.period,
                "value": figure.value,
                "unit": kind.unit,
                "note": figure.note,
            },
            as_json=as_json,
            text=f"{span.name}の{kind.name}を {figure.value:,}{kind.unit} と入れました（手入力）。",
        )


def _body(found: indicators.Sheet, kind: str, data: str) -> bytes:
    if kind in FILES:
        return FILES[kind](found)
    return f"{data}\n".encode() if kind == "json" else indicators.render(found).encode()
