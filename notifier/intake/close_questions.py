"""The sender wishes to answer no more: what is open is closed, what came stays."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.intake.models import Question, Submission


def close_questions(session: Session, submission: Submission, *, now: datetime) -> int:
    """How many questions nobody waits for any more."""
    done = session.execute(
        update(Question)
        .where(
            Question.hub_id == submission.hub_id,
            Question.submission_id == submission.id,
            Question.answered_at.is_(None),
            Question.closed_at.is_(None),
        )
        .values(closed_at=now)
        .returning(Question.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(done.all())
