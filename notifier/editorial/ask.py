"""Ask the submitter one question; the item waits for the answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed, next_state
from notifier.intake import Question, ask_submitter, find_submission
from notifier.kit.errors import BadInputError
from notifier.kit.text import clean


def ask(  # noqa: PLR0913 - a question has words, a field and the guard's version
    session: Session,
    case: Case,
    *,
    message: str,
    field: str = "",
    version: int,
    by: Actor,
    now: datetime,
) -> Question:
    """Store the question (intake mails a link when there is an address); the case becomes asked."""
    require_current(case, version)
    next_state(case.state, Deed.ASK)
    message = clean(message)
    if not message:
        raise BadInputError("質問の文を書いてください。", field="message")
    change(session, case, Deed.ASK, version=version, asked_at=now)
    submission = find_submission(session, case.hub_id, case.submission_id)
    question = ask_submitter(session, submission, message=message, field=field, by=by, now=now)
    how = "メールで" if submission.submitter_email else "（メールアドレスがないので、電話などで）"
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
