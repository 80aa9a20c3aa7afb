"""The commands ``notifier practice fill`` and ``notifier practice walk``."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from notifier.cli.common import emit, json_option
from notifier.cli.practice.fill import fill as fill_world
from notifier.cli.practice.table import Table
from notifier.cli.practice.walk import walk as play
from notifier.cli.sign_ins import sign_in_lines
from notifier.cli.tick import parse_moment
from notifier.kit.db import reading


@click.group()
def command() -> None:
    """Believable data, and the main job headless."""


@command.command()
@click.option("--subscribers", "readers", default=120, help="readers of the first hub")
@click.option("--seed", default=1, help="the same seed gives the same world")
@click.option("--years", default=0, help="fiscal years of history before the running one")
@json_option
def fill(readers: int, seed: int, years: int, as_json: bool) -> None:
    """Fill a practice world of two hubs."""
    made = fill_world(readers=readers, seed=seed, years=years)
    with reading() as session:
        lines = [str(asdict(made)), *sign_in_lines(session)]
    emit(asdict(made), as_json=as_json, text="\n".join(lines))


@command.command()
@click.option(
    "--real", "real_folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--at", "at_text", default=None, help="when the edition goes out (ISO, Tokyo time)")
@json_option
def walk(real_folder: Path | None, at_text: str | None, as_json: bool) -> None:
    """Play the main job with real processes and print what happened."""
    table = play(at=parse_moment(at_text), real_folder=real_folder)
    emit([asdict(line) for line in table.lines], as_json=as_json, text=_drawn(table))
    if not table.is_right:
        sys.exit(1)


def _drawn(table: Table) -> str:
    wide = max(len(line.step) for line in table.lines)
    rows = [
        f"{'ok' if line.is_right else 'NO':3} {line.step:{wide}}  {line.seen}"
        + ("" if line.is_right else f"   (expected {line.expected})")
        for line in table.lines
    ]
    wrong = sum(not line.is_right for line in table.lines)
    return "\n".join([*rows, "", f"{len(rows) - wrong} held, {wrong} did not"])
