"""End a review link at once; what was written through it stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewLink


def revoke_review(
    session: Session, edition: Edition, link: ReviewLink, *, by: Actor, now: datetime
) -> None:
    """Whoever opens the link from now on is told that it has ended. Twice is once."""
    if link.revoked_at is not None:
        return
    link.revoked_at = now
    words = f"{by.label}が「{edition.title}」の確認リンク（{link.label}）を止めました。"
    note(session, edition, words, verb="revoke_review", by=by, now=now)
    session.flush()
