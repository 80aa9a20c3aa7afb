"""Take an approval back while nothing was sent."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.ask_second import end_question
from notifier.editions.locking import enter, note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.reset import back_to_draft
from notifier.editions.workflow import EditionStateError


def undo_approval(session: Session, edition: Edition, *, by: Actor, now: datetime) -> Edition:
    """approved → draft, until the dispatch began; staff's choices stay."""
    take(session, edition)
    if edition.state is not EditionState.APPROVED:
        raise EditionStateError(
            "もう送信が始まったか、承認されていないため、取り消せません。"
            "送信中のときは「送信を止める」を使ってください。"
        )
    end_question(session, edition)
    enter(edition, EditionState.DRAFT)
    back_to_draft(session, edition)
    words = f"{by.label}が「{edition.title}」の承認を取り消しました。"
    note(session, edition, words, verb="undo_approval", by=by, now=now)
    session.flush()
    return edition
