"""Hold an edition back whole because it cannot go out whole."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.begin_dispatch import MACHINE
from notifier.editions.locking import enter, give_reason, note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.tell_halted import tell_halted


def block(session: Session, edition: Edition, *, reason: str, key: str = "", now: datetime) -> None:
    """approved | dispatching → blocked; ``reason`` is a sentence that says what to do.

    ``key`` names the reason where something later depends on it; its owner knows its meaning.
    """
    take(session, edition)
    if edition.state is EditionState.BLOCKED:
        return
    enter(edition, EditionState.BLOCKED)
    give_reason(edition, reason, key=key)
    words = f"「{edition.title}」は送れないため保留にしました。{reason}"
    note(session, edition, words, verb="block", by=MACHINE, now=now)
    tell_halted(session, edition, now=now)
    session.flush()
