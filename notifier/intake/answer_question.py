"""The sender's answer to a question."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Question
from notifier.kit import text
from notifier.kit.errors import BadInputError, ConflictError

ANSWER_LIMIT = 5_000  # no chat message is longer


class EmptyAnswerError(BadInputError):
    """An answer without words."""


class AnsweredBeforeError(ConflictError):
    """The question was answered already; the first answer stands."""


def answer_question(
    session: Session, question: Question, answer: str, *, by: audit.Actor, now: datetime
) -> Question:
    """The question with its answer, as it was written.

    Raises ``EmptyAnswerError`` without words, ``AnsweredBeforeError`` the second time unless the
    words are the same (a double click).
    """
    words = text.clean(answer)[:ANSWER_LIMIT]
    if not words:
        raise EmptyAnswerError("お返事を入れてください。", field=f"answer-{question.id}")
    if question.answered_at:
        if question.answer == words:
            return question
        raise AnsweredBeforeError(
            "この質問にはもうお返事をいただいています。ありがとうございます。"
        )
    question.answer = words
    question.answered_at = now
    session.flush()
    audit.write(
        session,
        f"{by.label}から「{question.message}」への答えが届きました。",
        verb="answer_question",
        subject=("submission", question.submission_id),
        hub_id=question.hub_id,
        by=by,
        now=now,
    )
    return question
