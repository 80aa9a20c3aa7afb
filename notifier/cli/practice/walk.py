"""The main job, headless: from a group's hand to a parent's phone, with real processes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from notifier import hubs
from notifier.cli.practice import fill as world
from notifier.cli.practice import real, saturday
from notifier.cli.practice.friday import friday
from notifier.cli.practice.stage import Stage, stage
from notifier.cli.practice.table import Table
from notifier.kit import clock
from notifier.kit.errors import NotifierError

READERS = 80
BEFORE_SLOT = timedelta(hours=17, minutes=59)  # Friday 16:01, when the edition is proposed


def walk(*, at: datetime | None = None, real_folder: Path | None = None) -> Table:
    """Play the main job once and return the table.

    ``at`` is the moment of sending (default: the coming Saturday 10:00). With ``real_folder`` the
    submissions come from real files, each set on a Saturday of its own.
    """
    table = Table()
    if real_folder is not None:
        for set_ in real.sets(real_folder):
            _play_real(table, set_)
        return table
    slot = at or _coming_slot()
    with stage(slot - BEFORE_SLOT) as here:
        _guarded(table, lambda: _play(table, here, slot))
    return table


def _play(table: Table, here: Stage, slot: datetime) -> None:
    filled = world.fill(readers=READERS, now=slot - BEFORE_SLOT, suffix=here.suffix)
    table.expect("practice hubs", (here.hub, here.other), filled.hubs)
    with here.processes(slot - BEFORE_SLOT):
        handed_over = friday(table, here)
    with here.processes(slot + timedelta(seconds=1)):
        saturday.saturday(table, here, handed_over)


def _play_real(table: Table, set_: real.RealSet) -> None:
    click.echo(f"== {set_.name}", err=True)
    with stage(set_.slot - BEFORE_SLOT, name=set_.key) as here:

        def play() -> None:
            world.fill(
                readers=READERS,
                now=set_.slot - BEFORE_SLOT,
                with_items=False,
                suffix=here.suffix,
            )
            edition = real.hand_in(table, set_, here.hub)
            with here.processes(set_.slot + timedelta(seconds=1)):
                saturday.judge(table, here, here.hub, edition)

        _guarded(table, play)


def _guarded(table: Table, play: Callable[[], None]) -> None:
    """A step that cannot go on is a line of the table, and the walk ends there."""
    try:
        play()
    except NotifierError as error:
        table.hold("the walk goes on", str(error), is_right=False)


def _coming_slot() -> datetime:
    hub = hubs.Hub(timezone="Asia/Tokyo", schedule_weekly="sat 10:00", rest_days=[])
    return hubs.next_weekly_slot(hub, after=clock.now() + timedelta(days=1))
