"""What the tick does for nobody who waits: figures kept, old rows forgotten, LINE asked for counts."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import TypeVar

from notifier import delivery, directory, engagement, hubs, indicators, mailroom, subscribers
from notifier.flows.each import each
from notifier.indicators import Period
from notifier.kit.db import reading, writing

NowFn = Callable[[], datetime]
Forget = Callable[..., int]
T = TypeVar("T")

# A LINE that does not answer costs 13 seconds for each hub, and ticks are what chat waits for.
PATIENCE = timedelta(seconds=10)

FORGETS: tuple[Forget, ...] = (
    subscribers.end_pauses,
    subscribers.purge_unconfirmed,
    subscribers.forget_consents,
    mailroom.forget_old,
    directory.forget_line_senders,
    engagement.erase_opinions,
)


def keep_figures(now_fn: NowFn) -> int:
    """Keep each hub's figures of the month (and year) that is over, before retention forgets."""
    with reading() as session:
        due = [
            (hub.id, period)
            for hub in hubs.all_hubs(session)
            for period in indicators.unkept_periods(session, hub, now=now_fn())
        ]
    return each(due, lambda one: _keep(*one, now_fn()))


def _keep(hub_id: int, period: Period, now: datetime) -> bool:
    """Of two ticks at once one counts, which takes seconds; the other passes on."""
    alone = {"key_share": True, "skip_locked": True}
    with writing() as session:
        hub = session.get(hubs.Hub, hub_id, with_for_update=alone)
        if hub is None or period not in indicators.unkept_periods(session, hub, now=now):
            return False
        indicators.snapshot(session, hub, period=period, now=now)
    return True


def forget_old(now_fn: NowFn) -> int:
    """What the rooms forget, each kind by itself; addresses hub by hub, for each needs its key."""
    with reading() as session:
        hub_ids = subscribers.hubs_left_long_ago(session, now=now_fn())
    of_hubs = (partial(subscribers.hash_after_leaving, hub_id=hub_id) for hub_id in hub_ids)
    forgets: list[Forget] = [*FORGETS, *of_hubs]
    return each(forgets, lambda forget: _forget(forget, now_fn()))


def _forget(forget: Forget, now: datetime) -> int:
    with writing() as session:
        return forget(session, now=now)


def condense(now_fn: NowFn) -> int:
    """Deliveries of editions thirteen months old become counts, each edition by itself."""
    with reading() as session:
        due = delivery.due_to_condense(session, now=now_fn())
    return each(due, _condense)


def _condense(edition_id: int) -> int:
    with writing() as session:
        return delivery.condense(session, edition_id)


def look_at_lines(now_fn: NowFn) -> int:
    """Once an hour: does LINE take the key, and how many messages are left?"""
    with reading() as session:
        due = delivery.due_looks(session, now=now_fn())
    return _ask(due, lambda hub_id: delivery.look_at_line(hub_id, now=now_fn()), now_fn)


def look_at_insights(now_fn: NowFn) -> int:
    """What LINE counted of editions on their first, third, seventh and fifteenth day."""
    with reading() as session:
        due = delivery.due_insights(session, now=now_fn())
    return _ask(due, lambda one: delivery.look_at_insight(*one, now=now_fn()), now_fn)


def look_at_line_days(now_fn: NowFn) -> int:
    """How many messages LINE delivered on the day of an edition, asked from the next day on."""
    with reading() as session:
        due = delivery.due_line_days(session, now=now_fn())
    return _ask(due, lambda one: delivery.look_at_line_day(*one, now=now_fn()), now_fn)


def _ask(due: Iterable[T], ask: Callable[[T], object], now_fn: NowFn) -> int:
    """Each in turn, as long as the patience lasts; the others are asked by the next tick."""
    until = now_fn() + PATIENCE
    return each(takewhile(lambda _: now_fn() <= until, due), ask)
