"""Ask the submitter one question; the item waits for the answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.config import settings
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed, next_state
from notifier.hubs import get_hub
from notifier.intake import Question, Submission, ask_submitter, find_submission, issue_link
from notifier.kit.clock import say_date
from notifier.kit.errors import BadInputError
from notifier.kit.text import clean
from notifier.mailroom import queue_mail, render_mail


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
    """Store the question, mail it when the submission has an address; the case becomes asked."""
    require_current(case, version)
    next_state(case.state, Deed.ASK)
    message = clean(message)
    if not message:
        raise BadInputError("質問の文を書いてください。", field="message")
    change(session, case, Deed.ASK, version=version, asked_at=now)
    submission = find_submission(session, case.hub_id, case.submission_id)
    question = ask_submitter(session, submission, message=message, field=field, by=by, now=now)
    session.flush()
    if submission.submitter_email:
        _mail(session, submission, question, now)
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


def _mail(session: Session, submission: Submission, question: Question, now: datetime) -> None:
    hub = get_hub(session, submission.hub_id)
    _link, token = issue_link(session, hub, email=submission.submitter_email, now=now)
    mail = render_mail(
        "desk_question",
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=say_date(submission.received_at.astimezone(hub.zone).date()),
        # Somebody else's address may have been typed: what they typed is not sent to it.
        title=submission.title if submission.is_verified_sender else "",
        question=question.message,
        url=f"{settings().base_url}/{hub.slug}/g/{token}",
    )
    queue_mail(
        session,
        hub,
        to=submission.submitter_email,
        mail=mail,
        dedupe_key=f"desk-question-{question.id}",
        now=now,
    )
