"""Stop an edition: nobody who has not got it yet will get it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.ask_second import end_question
from notifier.editions.kinds import require_sent
from notifier.editions.locking import enter, note, take
from notifier.editions.models import Edition, EditionState


def stop(session: Session, edition: Edition, *, by: Actor, now: datetime) -> Edition:
    """→ stopped. Batches look at the state when they are claimed and go no further."""
    require_sent(edition.kind)
    take(session, edition)
    if edition.state is EditionState.STOPPED:
        return edition
    end_question(session, edition)
    enter(edition, EditionState.STOPPED)
    edition.stopped_at, edition.stopped_by = now, by.label
    words = f"{by.label}が「{edition.title}」の送信を止めました。"
    note(session, edition, words, verb="stop", by=by, now=now)
    session.flush()
    return edition


def close_stopped(session: Session, edition_ids: Collection[int], *, now: datetime) -> None:
    """Nothing of these stopped editions is under way any more: nobody need look at them again."""
    session.execute(
        update(Edition)
        .where(Edition.id.in_(edition_ids), Edition.state == EditionState.STOPPED)
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
