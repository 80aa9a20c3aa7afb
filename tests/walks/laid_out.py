"""A practice world that many tests start from: made once in a test process, then laid out again.

To fill one takes a second, by the verbs a real item enters by; its rows are put back in a
hundredth of that.
"""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import hubs, mailroom
from notifier.config import settings
from notifier.kit import db
from notifier.simulator import Control
from notifier.subscribers import Address
from tests import databases

Made = TypeVar("Made")

_kept: dict[Hashable, tuple[Any, str, databases.Rows]] = {}


def fill(*, readers: int = 0, now: datetime) -> None:
    """The empty database in use and the simulator are as after ``practice.fill``."""
    lay_out(("filled", readers), lambda: practice.fill(readers=readers, now=now), now=now)


def lay_out(key: Hashable, make: Callable[[], Made], *, now: datetime) -> Made:
    """What ``make`` gives; the empty database in use and the simulator are as after it.

    ``key`` and ``now`` name what is made. The simulator knows the hubs and their friends; whatever
    else ``make`` did outside the database is not done again.
    """
    origin = settings().base_url
    if (key, now) not in _kept:
        made = make()
        _kept[key, now] = made, origin, databases.rows(db.engine())
        return made
    again, old_origin, rows = _kept[key, now]
    databases.put_back(db.engine(), databases.replaced(rows, old_origin, origin))
    _tell_phones(now)
    found: Made = again
    return found


def _tell_phones(now: datetime) -> None:
    control = Control(settings().line_api_url)
    with db.reading() as session:  # the hubs' own rows are there already: rolled back
        for channel in session.scalars(select(hubs.LineChannel)):
            mailroom.forget_token(channel)  # this LINE never gave it
        for hub in hubs.all_hubs(session):
            practice.register_channel(session, hub, now)
            friends = session.scalars(
                select(Address.address).where(Address.hub_id == hub.id, Address.channel == "line")
            )
            control.add_friends(practice.channel_id(hub.slug), friends)
