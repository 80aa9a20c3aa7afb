"""Everything due now, found by asking the tables. Beat rings it; a cron line may stand in.

Each step stands alone: one that fails is a stored result, the others still run.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from notifier import delivery, editions, editorial, hubs, listings, mailroom
from notifier.audit import machine
from notifier.config import settings
from notifier.delivery import Bell
from notifier.flows import left_log, pick_up_mails, upkeep
from notifier.flows.compose import compose
from notifier.flows.each import each
from notifier.flows.fetch_photos import fetch_photos
from notifier.flows.line_webhook import handle_waiting
from notifier.flows.pick_up_bounces import pick_up_due
from notifier.flows.poll_feeds import poll_feeds
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.kit.logs import where

log = structlog.get_logger()

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
        each(due, lambda batch_id: delivery.send_batch(batch_id, now_fn=now_fn))
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
    return each(all_ids, lambda hub_id: _propose(hub_id, now_fn()))


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
    return each(due, lambda edition_id: delivery.dispatch(edition_id, now_fn=now_fn))


def _releases(now_fn: NowFn) -> int:
    with reading() as session:
        halfway = delivery.unreleased(session)
    return each(halfway, lambda edition_id: delivery.release_plan(edition_id, now_fn=now_fn))


def _stand_ins(now_fn: NowFn) -> int:
    with reading() as session:
        fresh = delivery.not_reaching_all(session, now=now_fn())
    return each(fresh, lambda edition_id: _stand_in(edition_id, now_fn()))


def _stand_in(edition_id: int, now: datetime) -> int:
    with writing() as session:
        return delivery.stand_in(session, edition_id, now=now)


def _settle(now_fn: NowFn) -> int:
    with writing() as session:
        delivery.close_ends(session, now=now_fn())
    with reading() as session:
        over = delivery.over_editions(session)
    return each(over, lambda edition_id: _settle_one(edition_id, now_fn()))


def _settle_one(edition_id: int, now: datetime) -> bool:
    with writing() as session:
        return delivery.settle(session, edition_id, now=now)


def _feeds(now_fn: NowFn) -> int:
    return len(poll_feeds(now_fn=now_fn))


def _bounces(now_fn: NowFn) -> int:
    return pick_up_due(now_fn=now_fn)


QUICK: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("inbox", _inbox),
    ("outbox", _outbox),
    ("photos", _photos),
    ("left_log", _left_log),
)
SLOW: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("cases", _cases),
    ("listings_ended", _listings),
    ("figures", upkeep.keep_figures),
    ("retention", upkeep.forget_old),
    ("proposals", _proposals),
    # Who is to get an edition another way is known before a cancellation is planned.
    ("stood_in", _stand_ins),
    ("dispatched", _dispatches),
    ("released", _releases),
)
# Strangers may be slow to answer: nobody's edition waits for them.
LAST: tuple[tuple[str, Callable[[NowFn], int]], ...] = (
    ("condensed", upkeep.condense),
    ("line_looks", upkeep.look_at_lines),
    ("insights", upkeep.look_at_insights),
    ("line_days", upkeep.look_at_line_days),
    ("bounces", _bounces),
    ("mails", lambda now_fn: pick_up_mails.pick_up_due(now_fn=now_fn)),
    ("feeds", _feeds),
)
