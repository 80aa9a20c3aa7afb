"""An answer came: it patches the field, and the item returns to the queue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.patch import patch
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import CaseState, Deed
from notifier.hubs import get_hub
from notifier.intake import Question, Submission
from notifier.kit.clock import local


def answered(session: Session, submission: Submission, *, by: Actor, now: datetime) -> Case | None:
    """Take over every answer of ``submission``; back to waiting once no question is open.

    Does nothing (None) unless the case is asked and at least one answer is there to take.
    """
    case = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if case is None or case.state is not CaseState.ASKED:
        return None
    questions = list(
        session.scalars(
            select(Question)
            .where(Question.hub_id == case.hub_id, Question.submission_id == submission.id)
            .order_by(Question.id)
        )
    )
    if any(one.answered_at is None and one.closed_at is None for one in questions):
        return None
    questions = [one for one in questions if one.answered_at is not None]
    if not questions:
        return None
    draft, zone = case.draft, get_hub(session, case.hub_id).zone
    today = local(now, zone).date()
    for question in questions:
        draft = patch(draft, question.field, question.answer, today=today, zone=zone)
    change(
        session,
        case,
        Deed.ANSWER,
        version=case.version,
        draft_json=draft.to_json(),
        **standing(draft, zone, now),
    )
    sentence = "について回答しました。確認待ちに戻りました。"
    tell(session, case, sentence, verb="answer", by=by, now=now)
    return case
