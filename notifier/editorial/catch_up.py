"""What groups did to their submissions reaches the desk, found again from the tables."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.answered import answered
from notifier.editorial.models import Case
from notifier.editorial.withdraw_case import withdraw_case
from notifier.editorial.workflow import OPEN, CaseState
from notifier.intake import Question, Submission

_GROUP = Actor("group", "送り主")


def catch_up(session: Session, *, now: datetime) -> int:
    """Close cases whose submission was withdrawn and take answered ones back; returns how many."""
    withdrawn = session.scalars(
        select(Submission)
        .join(Case, Case.submission_id == Submission.id)
        .where(Case.state.in_(OPEN), Submission.withdrawn_at.is_not(None))
    ).all()
    for submission in withdrawn:
        withdraw_case(session, submission, by=_GROUP, now=now)
    silent = exists().where(
        Question.submission_id == Submission.id,
        Question.answered_at.is_(None),
        Question.closed_at.is_(None),
    )
    told = exists().where(
        Question.submission_id == Submission.id, Question.answered_at >= Case.asked_at
    )
    answers = session.scalars(
        select(Submission)
        .join(Case, Case.submission_id == Submission.id)
        .where(Case.state == CaseState.ASKED, ~silent, told)
    ).all()
    done = [answered(session, submission, by=_GROUP, now=now) for submission in answers]
    return len(withdrawn) + sum(case is not None for case in done)
