"""``notifier tick``: everything due at a moment, inline, without a broker."""

import sys
from datetime import datetime

import click

from notifier import delivery
from notifier.cli.common import emit, json_option
from notifier.flows import watch
from notifier.flows.tick import tick
from notifier.kit import clock


@click.command()
@click.option("--at", "at_text", default=None, help="the moment, ISO 8601 with zone")
@json_option
def command(at_text: str | None, as_json: bool) -> None:
    """Do everything that is due now (or at --at)."""
    moment = parse_moment(at_text)
    if moment is None:
        watch.pulse((*delivery.DUTIES, delivery.ALONE))  # this command does every duty
    report = tick(now_fn=(lambda: moment) if moment else clock.now)
    text = "\n".join(f"{name:16} {count}" for name, count in report.done.items())
    problems = "\n".join(f"{name}: {reason}" for name, reason in report.errors.items())
    emit({"done": report.done, "errors": report.errors}, as_json=as_json, text=text)
    if problems:
        click.echo(problems, err=True)
        sys.exit(1)


def parse_moment(value: str | None) -> datetime | None:
    """An aware moment from ISO text; Tokyo time when no zone is written."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.UsageError(f"日時を読めません: {value}（例 2026-11-21T10:00+09:00）") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.TOKYO)
