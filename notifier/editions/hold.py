"""Hold an edition after a restore: it may have been sent since the backup, and only people know."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.ask_second import end_question
from notifier.editions.kinds import KINDS
from notifier.editions.locking import enter, give_reason, note, take
from notifier.editions.models import Edition, EditionState

OPEN = (
    EditionState.DRAFT,
    EditionState.APPROVED,
    EditionState.DISPATCHING,
    EditionState.BLOCKED,
    EditionState.MISSED,
)


def hold(session: Session, edition: Edition, *, reason: str, by: Actor, now: datetime) -> None:
    """draft | approved | dispatching | blocked | missed → held; ``reason`` is read by staff."""
    take(session, edition)
    end_question(session, edition)
    enter(edition, EditionState.HELD)
    give_reason(edition, reason)
    words = f"「{edition.title}」を、復元のあとの保留にしました。"
    note(session, edition, words, verb="hold", by=by, now=now)
    session.flush()


def not_finished(session: Session) -> list[Edition]:
    """Editions of all hubs that are meant to be sent and are not at their end, oldest first."""
    sent = [kind.key for kind in KINDS.values() if kind.is_sent]
    rows = session.scalars(
        select(Edition)
        .where(Edition.kind.in_(sent), Edition.state.in_(OPEN))
        .order_by(Edition.on, Edition.id)
    )
    return list(rows)


def held_editions(session: Session, hub_id: int) -> list[Edition]:
    """The hub's editions that wait for somebody to look at them after a restore, oldest first."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.hub_id == hub_id, Edition.state == EditionState.HELD)
        .order_by(Edition.on, Edition.id)
    )
    return list(rows)
