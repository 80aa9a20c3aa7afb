"""Bring a missed, blocked or held edition back to the desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import enter, note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.reset import back_to_draft
from notifier.editions.workflow import EditionStateError

WAITING_FOR_PEOPLE = (EditionState.MISSED, EditionState.BLOCKED, EditionState.HELD)


def reopen(session: Session, edition: Edition, *, by: Actor, now: datetime) -> Edition:
    """missed | blocked | held → draft, to be looked at and approved again."""
    take(session, edition)
    if edition.state not in WAITING_FOR_PEOPLE:
        raise EditionStateError("この便は、下書きに戻す必要のある状態ではありません。")
    enter(edition, EditionState.DRAFT)
    back_to_draft(session, edition)
    words = f"{by.label}が「{edition.title}」を下書きに戻しました。"
    note(session, edition, words, verb="reopen", by=by, now=now)
    session.flush()
    return edition
