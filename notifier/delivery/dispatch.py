"""A due edition goes out: plan it, look at the quota, release its batches."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from notifier.audit import machine
from notifier.delivery.batches import has_waiting, release_batches
from notifier.delivery.models import Batch, BatchState, Delivery
from notifier.delivery.pass_over import pass_over
from notifier.delivery.plan import plan
from notifier.delivery.quota import Hindrance, look_at_month, shortage
from notifier.delivery.quota_view import QuotaView
from notifier.editions import Edition, EditionState, begin_dispatch, block, note
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.kit.db import is_collision, writing
from notifier.kit.errors import NotifierError

NOT_PRINTED = (
    "お知らせの紙面を組み立てられなかったため、今回はまだ1通も送っていません。"
    "下書きに戻し、項目を減らすなどして見え方を確かめてから、承認しなおしてください。"
)
LATE = (
    "LINEの残りの通数を確かめられないうちに、送る時刻を大きく過ぎました。今回はまだ1通も送っていません。"
    "LINEの設定を確かめ、下書きに戻してから承認しなおしてください。"
)

log = structlog.get_logger()


def dispatch(edition_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> str:
    """Plan a due edition and release it; returns "dispatching", "missed", "waiting", "blocked".

    Nothing can be claimed before the quota was looked at: batches are released last. What cannot be
    printed is blocked with a sentence, before anybody got anything.

    A plan is made in one view of the readers: one who changes wishes between its two halves
    would belong to no group. Who collides with somebody waits for the next tick.
    """
    try:
        with writing(one_view=True) as session:
            edition = session.get_one(Edition, edition_id)
            outcome = begin_dispatch(session, edition, now=now_fn())
            if outcome != "dispatching":
                return outcome
            plan(session, edition, now=now_fn())
    except (SQLAlchemyError, NotifierError) as error:
        if not is_collision(error):
            raise
        log.info("delivery.plan_collided", edition_id=edition_id)
        return "waiting"
    except Exception:
        log.exception("delivery.plan_failed", edition_id=edition_id)
        return _block_unprinted(edition_id, now_fn())
    return release_plan(edition_id, now_fn=now_fn)


def release_plan(edition_id: int, *, now_fn: Callable[[], datetime] = clock.now) -> str:
    """The second half of ``dispatch``; the sweeper calls it again when a process died between.

    Raises ``UnavailableError`` when LINE does not tell the quota: the next tick asks again, until
    the edition would be late.
    """
    with writing() as session:
        edition = session.get_one(Edition, edition_id)
        hub_id = edition.hub_id
        late = _is_late(session, edition, now_fn())
    found = Hindrance(LATE) if late else look_at_month(hub_id, edition_id, now=now_fn())
    with writing() as session:
        # The row is locked: of two that come here at once, the second finds nothing to release.
        edition = session.get_one(Edition, edition_id, with_for_update=True)
        if edition.state != EditionState.DISPATCHING:
            return edition.state
        if not has_waiting(session, edition):
            # Somebody else released it while we asked: it is going out, and what it has sent since
            # makes the allowance look short.
            return "dispatching"
        if isinstance(found, QuotaView):
            found = shortage(session, edition, found, now=now_fn())
        if found is None and (problem := pass_over(session, edition, now=now_fn())):
            found = Hindrance(problem)
        if found is not None:
            discard_plan(session, edition)
            why, key = found.sentence, found.key
            block(session, edition, reason=why, key=key, now=now_fn())
            return "blocked"
        release_batches(session, edition)
        # Said only now: what is held back before its first message was never begun.
        words = f"「{edition.title}」の送信を始めました。"
        note(session, edition, words, verb="dispatch", by=machine("tick"), now=now_fn())
        return "dispatching"


def _block_unprinted(edition_id: int, now: datetime) -> str:
    with writing() as session:
        edition = session.get_one(Edition, edition_id, with_for_update=True)
        if edition.state is EditionState.APPROVED:
            block(session, edition, reason=NOT_PRINTED, now=now)
        return edition.state


def _is_late(session: Session, edition: Edition, now: datetime) -> bool:
    """Nothing goes out late by itself, also when the vendor kept us waiting."""
    fresh = timedelta(minutes=get_hub(session, edition.hub_id).freshness_minutes)
    return edition.dispatched_at is not None and now > edition.dispatched_at + fresh


def discard_plan(session: Session, edition: Edition) -> None:
    """Forget a plan of which nothing was sent, so that it can be made anew."""
    waiting = select(Batch.id).where(
        Batch.edition_id == edition.id, Batch.state == BatchState.WAITING
    )
    for rows in (
        delete(Delivery).where(Delivery.batch_id.in_(waiting)),
        delete(Batch).where(Batch.id.in_(waiting)),
    ):
        session.execute(rows.execution_options(synchronize_session=False))
