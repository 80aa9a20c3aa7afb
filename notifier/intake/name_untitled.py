"""A photo that came alone gets the name its sender said afterwards."""

from sqlalchemy.orm import Session

from notifier.intake.models import Submission
from notifier.intake.receive import TITLE_LIMIT


def name_untitled(session: Session, submission: Submission, title: str) -> bool:
    """Whether the submission was called by ``title``; one that has a name keeps it."""
    if submission.name or not title:
        return False
    submission.title = title[:TITLE_LIMIT]
    session.flush()
    return True
