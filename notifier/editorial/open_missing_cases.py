"""Submissions without a case are found again from the tables: nothing that arrived gets lost."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.open_case import open_case
from notifier.intake import Submission


def open_missing_cases(session: Session, *, now: datetime) -> int:
    """Open a case for every submission (of every hub) that has none; returns how many."""
    missing = session.scalars(
        select(Submission)
        .outerjoin(Case, Case.submission_id == Submission.id)
        .where(Case.id.is_(None), Submission.withdrawn_at.is_(None))
        .order_by(Submission.id)
    ).all()
    for submission in missing:
        open_case(session, submission, now=now)
    return len(missing)
