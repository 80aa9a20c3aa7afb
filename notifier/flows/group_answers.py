"""What a LINE sender says about an item that is there: an answer, a mended field, more words."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import intake
from notifier.flows.answer import answer
from notifier.flows.group_prompts import RECEPTION, ask_next, draft_of_item
from notifier.flows.group_said import Reply, Said, Talk
from notifier.flows.group_which import open_question
from notifier.intake import (
    WHOLE_MESSAGE,
    DraftQuestion,
    LineMessage,
    Question,
    Submission,
    line_buttons,
    line_words,
)

ADDED = "（続けて届いたメッセージ）"


def answered(
    session: Session, talk: Talk, item: Submission, asked: Question, said: Said, *, now: datetime
) -> Reply:
    """Her words answer what was asked; the next thing that is missing is asked."""
    named = intake.named_field(said.words)
    value = named[1] if named and named[0] == asked.field else said.words
    _take(session, talk, asked, replace(said, words=value), now)
    if asked.closed_at is not None:  # published meanwhile: it was answered for a new version
        return Reply([line_words.answered_late(draft_of_item(session, item).title)])
    ask = ask_next(session, item, now) if asked.is_prompt else None
    return _read_back(session, talk, item, asked.field, ask)


def added(
    session: Session,
    talk: Talk,
    item: Submission,
    said: Said,
    *,
    still: Question | None = None,
    now: datetime,
) -> Reply:
    """More words about the item, or a mended field: as an answer nobody asked for.

    ``still`` is the question that stays open.
    """
    name, value = intake.named_field(said.words) or (said.field, said.words)
    told = _tell(session, item, name, now)
    newest = _take(session, talk, told, replace(said, words=value), now)
    ask = DraftQuestion(still.field, still.message) if still else None
    draft = draft_of_item(session, newest)
    return Reply([line_words.added(talk.desk, draft, submission_id=newest.id, field=name, ask=ask)])


def said_again(
    session: Session, talk: Talk, item: Submission, asked: Question, said: Said, *, now: datetime
) -> Reply:
    """The item once more: it may hold what is asked, and nothing of it is lost if it does not."""
    before = getattr(draft_of_item(session, item), asked.field, "")
    _take(session, talk, _tell(session, item, WHOLE_MESSAGE, now), said, now)
    value = getattr(draft_of_item(session, item), asked.field, "")
    ask: DraftQuestion | None = DraftQuestion(asked.field, asked.message)
    if isinstance(value, str) and value and not before:
        answer(session, asked, value, by=talk.actor, now=now)
        ask = ask_next(session, item, now)
    return _read_back(session, talk, item, WHOLE_MESSAGE, ask)


def aside(session: Session, talk: Talk, said: line_buttons.Message, *, now: datetime) -> Reply:
    """Something in between; a question that is open is said again, or its buttons would be gone."""
    asked = open_question(session, talk, now)
    if asked is not None:
        ask = DraftQuestion(asked.field, asked.message)
        said = line_words.and_still(said, submission_id=asked.submission_id, ask=ask)
    return Reply([said])


def is_sent_twice(session: Session, item: Submission, asked: Question, said: Said) -> bool:
    """The answer to the question before, once more: a finger that was too quick."""
    before = intake.questions_of(session, item.hub_id, [item.id])
    return intake.wants_words(asked.message) and any(
        one.said == said.words and one.answered_at == asked.asked_at for one in before
    )


def _tell(session: Session, item: Submission, name: str, now: datetime) -> Question:
    return intake.ask_submitter(
        session, item, DraftQuestion(name, ADDED), is_told=True, by=RECEPTION, now=now
    )


def _take(session: Session, talk: Talk, asked: Question, said: Said, now: datetime) -> Submission:
    """Store the answer and which message it was; returns the version of the item that has it now."""
    given = answer(session, asked, said.words, by=talk.actor, now=now)
    item = intake.find_submission(session, talk.hub.id, given.submission_id)
    message = LineMessage(said.message_id, "answer")
    intake.note_part(session, item, message, question_id=given.id, now=now)
    intake.name_untitled(session, item, draft_of_item(session, item).title)
    return item


def _read_back(
    session: Session, talk: Talk, item: Submission, name: str, ask: DraftQuestion | None
) -> Reply:
    draft = draft_of_item(session, item)
    return Reply(
        [line_words.answered(talk.desk, draft, submission_id=item.id, field=name, ask=ask)]
    )
