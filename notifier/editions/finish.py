"""The end of a dispatch."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.begin_dispatch import MACHINE
from notifier.editions.locking import enter, note, take
from notifier.editions.models import Edition, EditionState


def finish(session: Session, edition: Edition, *, now: datetime) -> None:
    """dispatching → sent, when no batch is left to send; stopped meanwhile it stays stopped."""
    take(session, edition)
    if edition.state in {EditionState.SENT, EditionState.STOPPED}:
        return
    enter(edition, EditionState.SENT)
    edition.sent_at = now
    words = f"「{edition.title}」の送信が終わりました。"
    note(session, edition, words, verb="finish", by=MACHINE, now=now)
    session.flush()
