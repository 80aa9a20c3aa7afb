"""Which item a LINE message or a button is about: docs/adr/0030."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import editorial, intake
from notifier.editorial import CaseState
from notifier.flows.group_prompts import draft_of_item
from notifier.flows.group_said import Said, Talk
from notifier.intake import WHOLE_MESSAGE, ListingDraft, Question, Submission
from notifier.kit.text import fold

BELONGS = timedelta(minutes=10)  # what comes so soon after the last message belongs to its item
ANSWERABLE = timedelta(days=7)
_SAID_AGAIN = frozenset({"when", "when_text", "title", WHOLE_MESSAGE})
_ANSWERED = (*editorial.OPEN, CaseState.APPROVED)  # a late answer may still mend what is public


def open_question(session: Session, talk: Talk, now: datetime) -> Question | None:
    """The question her next words answer: the newest, unless its item was refused or taken back."""
    asked = intake.open_questions(session, talk.hub.id, talk.sender.id, since=now - ANSWERABLE)
    cases = editorial.cases_of(session, talk.hub.id, {one.submission_id for one in asked})
    return next(
        (one for one in asked if one.submission_id in cases
         and cases[one.submission_id].state in _ANSWERED),
        None,
    )  # fmt: skip


def current_item(session: Session, talk: Talk, now: datetime) -> Submission | None:
    """The item she sent something of just now, unless it was decided."""
    part = intake.last_part(session, talk.hub.id, talk.sender.id)
    if part is None or now - part.created_at > BELONGS:
        return None
    return living_item(session, talk, part.submission_id)


def living_item(session: Session, talk: Talk, submission_id: int) -> Submission | None:
    """One of her items, unless it was taken back or decided."""
    item = intake.own_by_line(session, talk.sender, submission_id)
    if item is None or item.withdrawn_at or is_decided(session, item):
        return None
    return item


def is_decided(session: Session, item: Submission) -> bool:
    """Whether the desk has nothing to decide about it any more."""
    case = editorial.cases_of(session, item.hub_id, [item.id]).get(item.id)
    return case is None or case.state not in editorial.OPEN


def meant_item(session: Session, talk: Talk, about: int, now: datetime) -> Submission | None:
    """The item a button is about, or without one the newest; never another sender's."""
    if about:
        own = intake.own_by_line(session, talk.sender, about)
        return own if own is not None and not own.withdrawn_at else None
    asked = open_question(session, talk, now)
    if asked is not None:
        return intake.find_submission(session, talk.hub.id, asked.submission_id)
    return current_item(session, talk, now)


def item_of_photo(session: Session, talk: Talk, set_id: str, now: datetime) -> Submission | None:
    """The item one more photo belongs to; None when it begins one.

    Whoever sends the photo before the words sends the next photo before its words, too.
    """
    if set_id:
        part = intake.last_part(session, talk.hub.id, talk.sender.id, set_id=set_id)
        item = living_item(session, talk, part.submission_id) if part else None
        if item is not None:
            return item
    asked = open_question(session, talk, now)
    if asked is not None and (not asked.is_prompt or now - asked.asked_at <= BELONGS):
        item = living_item(session, talk, asked.submission_id)
        if item is not None:
            return item
    item = current_item(session, talk, now)
    is_photo_first = item is not None and intake.parts_of(session, item)[0].kind == "photo"
    return None if is_photo_first else item


def is_another(session: Session, item: Submission, draft: ListingDraft, *, asked: str = "") -> bool:
    """Whether words with a name and a day begin the next item; ``asked`` is the field that is asked.

    Asked when it is, somebody may say its name once more.
    """
    if not (draft.title and draft.occurrences):
        return False
    known = draft_of_item(session, item)
    is_other = bool(known.title) and fold(known.title) != fold(draft.title)
    return is_other or (asked not in _SAID_AGAIN and bool(known.occurrences))


def is_next(session: Session, item: Submission, draft: ListingDraft, asked: Question) -> bool:
    """Whether words begin the next item though ``asked`` is open.

    What a person at the desk asked („and when it rains?“) may be answered with a day and more.
    """
    if asked.message == intake.SEVERAL and draft.title and draft.occurrences:
        return True  # she was asked to send them one by one, and does
    is_whole = asked.is_prompt or bool(draft.place_name)
    return is_whole and is_another(session, item, draft, asked=asked.field)


def is_said_again(session: Session, item: Submission, draft: ListingDraft) -> bool:
    """Whether she says the item that is under way once more, perhaps with what was missing."""
    known = draft_of_item(session, item)
    return (
        bool(draft.title and draft.occurrences)
        and fold(draft.title) == fold(known.title)
        and draft.occurrences == known.occurrences
        and not is_decided(session, item)
    )


def is_about_another_field(said: Said, asked: Question) -> bool:
    """「会場は…」 while something else is asked."""
    named = intake.named_field(said.words)
    return named is not None and asked.field not in ("", WHOLE_MESSAGE, named[0])
