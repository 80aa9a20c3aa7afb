"""A due edition goes out: plan, look at the quota, cut into batches."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from notifier.delivery.batch_up import batch_up
from notifier.delivery.models import Delivery
from notifier.delivery.plan import plan
from notifier.delivery.quota import shortage
from notifier.editions import Edition, begin_dispatch, block
from notifier.kit import clock
from notifier.kit.db import writing


def dispatch(edition_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> str:
    """Plan a due edition and release it; returns "dispatching", "missed", "waiting", "blocked".

    Nothing can be claimed before the quota was looked at: batches are cut last.
    """
    with writing() as session:
        edition = session.get_one(Edition, edition_id)
        outcome = begin_dispatch(session, edition, now=now_fn())
        if outcome != "dispatching":
            return outcome
        plan(session, edition, now=now_fn())
    return release_plan(edition_id, now_fn=now_fn)


def release_plan(edition_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> str:
    """The second half of ``dispatch``; the sweeper calls it again when a process died between.

    Raises ``UnavailableError`` when LINE does not tell the quota: the next tick asks again.
    """
    with writing() as session:
        hub_id = session.get_one(Edition, edition_id).hub_id
    reason = shortage(hub_id, edition_id, now=now_fn())
    with writing() as session:
        edition = session.get_one(Edition, edition_id)
        if edition.state != "dispatching":
            return edition.state
        if reason:
            discard_plan(session, edition)
            block(session, edition, reason=reason, now=now_fn())
            return "blocked"
        batch_up(session, edition)
        return "dispatching"


def discard_plan(session: Session, edition: Edition) -> None:
    """Forget a plan of which nothing was sent, so that it can be made anew."""
    session.execute(
        delete(Delivery)
        .where(Delivery.edition_id == edition.id, Delivery.batch_id.is_(None))
        .execution_options(synchronize_session=False)
    )
