"""An answer came: it patches the field, and an item that waited for it returns to the queue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.patch import patch
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, CaseState, Deed
from notifier.hubs import get_hub
from notifier.intake import Question, Submission
from notifier.kit.clock import local


def answered(session: Session, submission: Submission, *, by: Actor, now: datetime) -> Case | None:
    """Take over every answer of ``submission``; an asked case waits again once no question is open.

    A late answer is taken over where the case stands, waiting or held. Does nothing (None) once the
    case is decided, or when nothing new was said.
    """
    case = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if case is None or case.state not in OPEN:
        return None
    questions = list(
        session.scalars(
            select(Question)
            .where(Question.hub_id == case.hub_id, Question.submission_id == submission.id)
            .order_by(Question.id)
        )
    )
    given = [one for one in questions if one.answered_at is not None]
    draft, zone = case.draft, get_hub(session, case.hub_id).zone
    today = local(now, zone).date()
    for question in given:
        draft = patch(draft, question.field, question.said, today=today, zone=zone)
    is_open = any(one.answered_at is None and one.closed_at is None for one in questions)
    returns = case.state is CaseState.ASKED and bool(given) and not is_open
    if not returns and draft == case.draft:
        return None
    change(
        session,
        case,
        Deed.ANSWER if returns else Deed.EDIT,
        version=case.version,
        draft_json=draft.to_json(),
        **standing(draft, zone, now),
    )
    sentence = "について回答しました。" + ("確認待ちに戻りました。" if returns else "")
    tell(session, case, sentence, verb="answer", by=by, now=now)
    return case
