"""What the receipt asked and nobody answered for a while: the item goes on as it came."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.resume import resume
from notifier.editorial.tell import MACHINE
from notifier.editorial.workflow import CaseState
from notifier.intake import Question, Submission

PATIENCE = timedelta(hours=2)


def end_prompts(session: Session, *, now: datetime) -> int:
    """Cases back to waiting whose only open questions came with the receipt, two hours ago or more.

    The questions stay open: a late answer is still taken down.
    """
    mine = (
        Question.submission_id == Submission.id,
        Question.answered_at.is_(None),
        Question.closed_at.is_(None),
    )
    newest = (
        select(func.max(Question.asked_at))
        .where(Question.submission_id == Submission.id)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(Case)
        .join(Submission, Submission.id == Case.submission_id)
        .where(
            Case.state == CaseState.ASKED,
            exists().where(*mine, Question.is_prompt.is_(True)),
            ~exists().where(*mine, Question.is_prompt.is_(False)),
            newest < now - PATIENCE,
        )
    ).all()
    for case in rows:
        resume(session, case, version=case.version, by=MACHINE, now=now)
    return len(rows)
