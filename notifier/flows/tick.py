"""Everything due now, found by asking the tables. Beat rings it; a cron line may stand in.

Each step stands alone: one that fails is a stored result, the others still run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from notifier import (
    delivery,
    directory,
    editions,
    editorial,
    engagement,
    hubs,
    indicators,
    listings,
    mailroom,
    subscribers,
)
from notifier.audit import machine
from notifier.config import settings
from notifier.delivery import Bell
from notifier.flows import left_log, pick_up_mails
from notifier.flows.compose import compose
from notifier.flows.fetch_photos import fetch_photos
from notifier.flows.line_webhook import handle_waiting
from notifier.flows.pick_up_bounces import pick_up_due
from notifier.flows.poll_feeds import poll_feeds
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.kit.logs import where

log = structlog.get_logger()


T = TypeVar("T")
NowFn = Callable[[], datetime]
Ring = Callable[[Bell], None]


@dataclass
class TickReport:
    """What one tick did: step name → number, and what went wrong where."""

    done: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def tick(*, now_fn: NowFn = clock.now, ring: Ring | None = None) -> TickReport:
    """Run every step once. ``ring`` hands batches to workers; without it they are sent here."""
    report = TickReport()
    for name, step in (*QUICK, *SLOW):
        _run(report, name, lambda step=step: step(now_fn))  # type: ignore[misc]
    _run(report, "batches", lambda: send_due(now_fn, ring))
    _run(report, "settled", lambda: _settle(now_fn))
    for name, step in LAST:
        _run(report, name, lambda step=step: step(now_fn))  # type: ignore[misc]
    return report


def quick_tick(*, now_fn: NowFn = clock.now) -> TickReport:
    """What a person waits for: chat answers and single messages."""
    report = TickReport()
    for name, step in QUICK:
        _run(report, name, lambda step=step: step(now_fn))  # type: ignore[misc]
    return report


def send_due(now_fn: NowFn, ring: Ring | None) -> int:
    """Ring the bell of every due batch, or send it here when there is no worker."""
    if ring is None:
        with reading() as session:
            due = delivery.due_batches(session, now=now_fn())
        for batch_id in due:
            delivery.send_batch(batch_id, now_fn=now_fn)
        return len(due)
    with writing() as session:
        bells = delivery.ring_due(session, now=now_fn())
    for bell in bells:
        ring(bell)
    return len(bells)


def _run(report: TickReport, name: str, step: Callable[[], int]) -> None:
    try:
        report.done[name] = step()
    except UnavailableError as error:
        report.errors[name] = str(error)
        log.warning("tick.step_waits", step=name, error=type(error).__name__)
    except Exception as error:
        report.errors[name] = f"{type(error).__name__}（{where(error.__traceback__)[-1]}）"
        log.exception("tick.step_failed", step=name)


def _each(ids: Sequence[T], act: Callable[[T], object]) -> int:
    """``act`` on every id, each alone: one hub's trouble never keeps another hub waiting.

    Returns for how many ``act`` did something; afterwards raises the first error there was.
    """
    done, errors = 0, []
    for one in ids:
        try:
            done += bool(act(one))
        except Exception as error:
            errors.append(error)
            log.warning("tick.one_failed", id=one, error=type(error).__name__)
    if errors:
        raise errors[0]
    return done


def _inbox(now_fn: NowFn) -> int:
    return handle_waiting(now_fn=now_fn)


def _outbox(now_fn: NowFn) -> int:
    return mailroom.send_outbox(now_fn=now_fn)


def _photos(now_fn: NowFn) -> int:
    """Pictures groups sent by LINE, while it still has them; after the receipts have left."""
    return fetch_photos(now_fn=now_fn)


def _left_log(_now_fn: NowFn) -> int:
    """Whoever left stands in the log outside the database within a second."""
    return left_log.export(settings().left_log_path)


def _cases(now_fn: NowFn) -> int:
    with writing() as session:
        opened = editorial.open_missing_cases(session, now=now_fn())
        caught_up = editorial.catch_up(session, now=now_fn())
        caught_up += editorial.end_prompts(session, now=now_fn())
        return opened + caught_up + editorial.renew_standing(session, now=now_fn())


def _listings(now_fn: NowFn) -> int:
    with writing() as session:
        return listings.end_expired(session, now=now_fn())


def _proposals(now_fn: NowFn) -> int:
    """Propose the coming weekly edition of each hub, once, the afternoon before."""
    with reading() as session:
        all_ids = [hub.id for hub in hubs.all_hubs(session)]
    return _each(all_ids, lambda hub_id: _propose(hub_id, now_fn()))


def _propose(hub_id: int, now: datetime) -> bool:
    with writing() as session:
        hub = hubs.get_hub(session, hub_id)
        slot = hubs.next_weekly_slot(hub, after=now)
        on = clock.local(slot, hub.zone).date()
        if slot - now > hubs.PROPOSE_BEFORE or editions.edition_on(
            session, hub.id, kind="weekly", on=on
        ):
            return False
        compose(session, hub, kind="weekly", on=on, by=machine("tick"), now=now)
        return True


def _dispatches(now_fn: NowFn) -> int:
    with reading() as session:
        due = [edition.id for edition in editions.due_editions(session, now=now_fn())]
    return _each(due, lambda edition_id: delivery.dispatch(edition_id, now_fn=now_fn))


def _releases(now_fn: NowFn) -> int:
    with reading() as session:
        halfway = delivery.unreleased(session)
    return _each(halfway, lambda edition_id: delivery.release_plan(edition_id, now_fn=now_fn))


def _stand_ins(now_fn: NowFn) -> int:
    with writing() as session:
        return delivery.stand_in(session, now=now_fn())


def _settle(now_fn: NowFn) -> int:
    with writing() as session:
        delivery.close_ends(session, now=now_fn())
    with reading() as session:
        over = delivery.over_editions(session)
    return _each(over, lambda edition_id: _settle_one(edition_id, now_fn()))


def _settle_one(edition_id: int, now: datetime) -> bool:
    with writing() as session:
        return delivery.settle(session, edition_id, now=now)


def _figures(now_fn: NowFn) -> int:
    """Keep each hub's figures of the month (and year) that is over, before retention forgets."""
    with reading() as session:
        due = [
            (hub.id, period)
            for hub in hubs.all_hubs(session)
            for period in indicators.unkept_periods(session, hub, now=now_fn())
        ]
    for hub_id, period in due:
        with writing() as session:
            hub = hubs.get_hub(session, hub_id)
            indicators.snapshot(session, hub, period=period, now=now_fn())
    return len(due)


def _feeds(now_fn: NowFn) -> int:
    return len(poll_feeds(now_fn=now_fn))


def _bounces(now_fn: NowFn) -> int:
    return pick_up_due(now_fn=now_fn)


def _line_looks(now_fn: NowFn) -> int:
    """Once an hour: does LINE take the key, and how many messages are left?"""
    with reading() as session:
        due = delivery.due_looks(session, now=now_fn())
    return _each(due, lambda hub_id: delivery.look_at_line(hub_id, now=now_fn()))


def _retention(now_fn: NowFn) -> int:
    now = now_fn()
    with writing() as session:
        return sum(
            forget(session, now=now)
            for forget in (
                subscribers.end_pauses,
                subscribers.purge_unconfirmed,
                subscribers.hash_after_leaving,
                subscribers.forget_consents,
                mailroom.forget_old,
                directory.forget_line_senders,
                engagement.erase_opinions,
            )
        )


def _condense(now_fn: NowFn) -> int:
    """Deliveries of editions thirteen months old become counts, each edition by itself."""
    with reading() as session:
        due = delivery.due_to_condense(session, now=now_fn())
    return _each(due, _condense_one)


def _condense_one(edition_id: int) -> int:
    with writing() as session:
        return delivery.condense(session, edition_id)


def _insights(now_fn: NowFn) -> int:
    """What LINE counted of editions on their first, third, seventh and fifteenth day."""
    with reading() as session:
        due = delivery.due_insights(session, now=now_fn())
    return _each(due, lambda one: delivery.look_at_insight(*one, now=now_fn()))


def _line_days(now_fn: NowFn) -> int:
    """How many messages LINE delivered on the day of an edition, asked from the next day on."""
    with reading() as session:
        due = delivery.due_line_days(session, now=now_fn())
    return _each(due, lambda one: delivery.look_at_line_day(*one, now=now_fn()))


QUICK: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("inbox", _inbox),
    ("outbox", _outbox),
    ("photos", _photos),
    ("left_log", _left_log),
)
SLOW: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("cases", _cases),
    ("listings_ended", _listings),
    ("figures", _figures),
    ("retention", _retention),
    ("proposals", _proposals),
    ("dispatched", _dispatches),
    ("released", _releases),
    ("stood_in", _stand_ins),
)
# Strangers may be slow to answer: nobody's edition waits for them.
LAST: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("condensed", _condense),
    ("line_looks", _line_looks),
    ("insights", _insights),
    ("line_days", _line_days),
    ("bounces", _bounces),
    ("mails", lambda now_fn: pick_up_mails.pick_up_due(now_fn=now_fn)),
    ("feeds", _feeds),
)
