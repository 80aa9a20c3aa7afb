"""The commands ``notifier practice fill`` and ``notifier practice walk``."""

from dataclasses import asdict

import click

from notifier.cli.common import emit, json_option
from notifier.cli.practice.fill import fill as fill_world
from notifier.cli.practice.fill import sign_in_lines


@click.group()
def command() -> None:
    """Believable data, and the main job headless."""


@command.command()
@click.option("--subscribers", "readers", default=120, help="readers of the first hub")
@click.option("--seed", default=1, help="the same seed gives the same world")
@json_option
def fill(readers: int, seed: int, as_json: bool) -> None:
    """Fill a practice world of two hubs."""
    made = fill_world(readers=readers, seed=seed)
    emit(asdict(made), as_json=as_json, text="\n".join([str(asdict(made)), *sign_in_lines()]))
