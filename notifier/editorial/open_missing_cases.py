"""Submissions without a case are found again from the tables: nothing that arrived gets lost."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.open_case import new_case, open_case, tell_opened
from notifier.hubs import get_hub
from notifier.intake import Submission


def open_missing_cases(session: Session, *, now: datetime) -> int:
    """Open a case for every submission (of every hub) that has none; returns how many."""
    missing = session.scalars(
        select(Submission)
        .outerjoin(Case, Case.submission_id == Submission.id)
        .where(Case.id.is_(None), Submission.withdrawn_at.is_(None))
        .order_by(Submission.id)
    ).all()
    first = [one for one in missing if one.revision == 1]
    cases = [new_case(one, zone=get_hub(session, one.hub_id).zone, now=now) for one in first]
    session.add_all(cases)
    session.flush()
    for case, submission in zip(cases, first, strict=True):
        tell_opened(session, case, submission.title, now=now)
    session.flush()
    for submission in missing:
        if submission.revision > 1:  # it may replace a case that stands in the queue
            open_case(session, submission, now=now)
    return len(missing)
