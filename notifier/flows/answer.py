"""The sender answers a question, and the item goes back to the desk's queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake


def answer(
    session: Session, question: intake.Question, words: str, *, by: audit.Actor, now: datetime
) -> intake.Question:
    """The question with its answer; the desk's copy of the draft takes it over."""
    answered = intake.answer_question(session, question, words, by=by, now=now)
    submission = intake.find_submission(session, question.hub_id, question.submission_id)
    editorial.answered(session, submission, by=by, now=now)
    return answered
