"""``notifier version``."""

import click

from notifier import __version__
from notifier.cli.common import emit, json_option


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Print the version."""
    emit({"version": __version__}, as_json=as_json, text=f"notifier {__version__}")
