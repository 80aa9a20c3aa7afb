"""The sender answers a question, and the item goes back to the desk's queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake, listings
from notifier.flows.new_version import new_version
from notifier.listings import ListingStatus


def answer(
    session: Session, question: intake.Question, words: str, *, by: audit.Actor, now: datetime
) -> intake.Question:
    """The question with its answer; the desk's copy of the draft takes it over.

    Of an item that was published meanwhile the question moves to a new version, which stands in
    the queue as a correction; returned is the question there.
    """
    submission = intake.find_submission(session, question.hub_id, question.submission_id)
    if question.answered_at is None and _is_published(session, submission):
        question, submission = _moved(session, question, submission, by, now)
    answered = intake.answer_question(session, question, words, by=by, now=now)
    editorial.answered(session, submission, by=by, now=now)
    return answered


def _is_published(session: Session, submission: intake.Submission) -> bool:
    case = editorial.cases_of(session, submission.hub_id, [submission.id]).get(submission.id)
    if case is None or case.state is not editorial.CaseState.APPROVED or not case.listing_id:
        return False
    listing = listings.find_listing(session, case.hub_id, case.listing_id)
    return listing.status is ListingStatus.PUBLISHED


def _moved(
    session: Session,
    question: intake.Question,
    submission: intake.Submission,
    by: audit.Actor,
    now: datetime,
) -> tuple[intake.Question, intake.Submission]:
    intake.close_questions(session, submission, now=now)
    newer = new_version(session, submission, mark=f"answer {question.id}", by=by, now=now)
    ask = intake.DraftQuestion(question.field, question.message)
    who = audit.Actor("machine", question.asked_by)
    return intake.ask_submitter(session, newer, ask, is_told=True, by=who, now=now), newer
