"""Ask the submitter one question; the item waits for the answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed, next_state
from notifier.intake import (
    DraftQuestion,
    Question,
    Submission,
    ask_submitter,
    find_submission,
    reachable_in_line,
)
from notifier.kit.errors import BadInputError
from notifier.kit.text import clean


def ask(  # noqa: PLR0913 - a question has words, a field and the guard's version
    session: Session,
    case: Case,
    *,
    message: str,
    field: str = "",
    is_told: bool = False,
    version: int,
    by: Actor,
    now: datetime,
) -> Question:
    """Store the question (intake says it in LINE or mails a link); the case becomes asked.

    ``is_told``: the sender has read it already, as a part of the receipt.
    """
    require_current(case, version)
    next_state(case.state, Deed.ASK)
    message = clean(message)
    if not message:
        raise BadInputError("質問の文を書いてください。", field="message")
    change(session, case, Deed.ASK, version=version, asked_at=now)
    submission = find_submission(session, case.hub_id, case.submission_id)
    question = ask_submitter(
        session, submission, DraftQuestion(field, message), is_told=is_told, by=by, now=now
    )
    how = _how(session, submission)
    tell(
        session,
        case,
        f"について{how}質問しました:「{message}」",
        verb="ask",
        by=by,
        now=now,
        detail={"question_id": question.id, "field": field},
    )
    return question


def _how(session: Session, submission: Submission) -> str:
    if reachable_in_line(session, submission):
        return "LINEで"
    return "メールで" if submission.submitter_email else "（メールアドレスがないので、電話などで）"
