"""A reviewer says "I have looked this far": from here on changes are shown to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.comment_review import reviewer
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewLink
from notifier.editions.review_content import review_content


def look_review(session: Session, link: ReviewLink, edition: Edition, *, now: datetime) -> None:
    """Keep the issue as it stands now as what they saw."""
    link.seen = review_content(session, edition, now=now)
    link.seen_at = now
    by = reviewer(link)
    sentence = f"{by.label}が「{edition.title}」を見ました。"
    note(session, edition, sentence, verb="look_review", by=by, now=now)
    session.flush()
