"""Ask the sender of a submission something, in plain words."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs import get_hub
from notifier.intake.draft import Question as DraftQuestion
from notifier.intake.line_news import ask_in_line
from notifier.intake.mail_link import mail_link
from notifier.intake.models import Question, Submission
from notifier.kit import text
from notifier.kit.errors import BadInputError

MESSAGE_LIMIT = 1000


class EmptyQuestionError(BadInputError):
    """A question without words."""


def ask_submitter(
    session: Session,
    submission: Submission,
    ask: DraftQuestion,
    *,
    is_told: bool = False,
    by: audit.Actor,
    now: datetime,
) -> Question:
    """The stored question. Who sent it by LINE reads it there; a sender with an address gets a mail
    with the link to answer it.

    The question itself stands on the page behind the link, not in the mail: it may quote what
    was sent in. ``is_told``: it was said in the talk already, as a part of the receipt.
    Raises ``EmptyQuestionError`` without words.
    """
    words = text.clean(ask.message)[:MESSAGE_LIMIT]
    if not words:
        raise EmptyQuestionError("質問の文を入れてください。", field="message")
    question = Question(
        hub_id=submission.hub_id,
        submission_id=submission.id,
        field=ask.field,
        message=words,
        asked_by=by.label[:200],
        asked_at=now,
        is_prompt=is_told,
    )
    session.add(question)
    session.flush()
    is_read = is_told or ask_in_line(session, submission, question, now=now)
    if not is_read and submission.submitter_email:
        mail_link(
            session,
            get_hub(session, submission.hub_id),
            email=submission.submitter_email,
            occasion="submission_question",
            about=f"question-{question.id}",
            now=now,
        )
    audit.write(
        session,
        f"{by.label}が「{submission.title}」について質問しました：{words}",
        verb="ask_submitter",
        subject=("submission", submission.id),
        hub_id=submission.hub_id,
        by=by,
        now=now,
    )
    return question
