"""Which item a LINE message or a button is about: docs/adr/0030."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake
from notifier.directory import LineSender
from notifier.flows.group_prompts import draft_of_item
from notifier.hubs import Hub
from notifier.intake import WHOLE_MESSAGE, ListingDraft, Submission, line_words
from notifier.kit.text import fold

BELONGS = timedelta(minutes=10)  # what comes so soon after the last message belongs to its item
ANSWERABLE = timedelta(days=7)
_SAID_AGAIN = frozenset({"when", "when_text", "title", WHOLE_MESSAGE})


@dataclass(frozen=True, slots=True)
class Talk:
    """With whom, about which hub."""

    hub: Hub
    sender: LineSender
    desk: line_words.Desk

    @property
    def actor(self) -> audit.Actor:
        """The sender in the trail: her group, never her name."""
        return audit.Actor("group", self.desk.group or "LINEの送り主（未確認）")


def open_question(session: Session, talk: Talk, now: datetime) -> intake.Question | None:
    """The question her next words answer."""
    return intake.open_question(session, talk.hub.id, talk.sender.id, since=now - ANSWERABLE)


def current_item(session: Session, talk: Talk, now: datetime) -> Submission | None:
    """The item she sent something of just now, unless it was decided."""
    part = intake.last_part(session, talk.hub.id, talk.sender.id)
    if part is None or now - part.created_at > BELONGS:
        return None
    return living_item(session, talk, part.submission_id)


def living_item(session: Session, talk: Talk, submission_id: int) -> Submission | None:
    """One of her items, unless it was taken back or decided."""
    item = intake.own_by_line(session, talk.sender, submission_id)
    if item is None:
        return None
    case = editorial.cases_of(session, talk.hub.id, [item.id]).get(item.id)
    if item.withdrawn_at or case is None or case.state not in editorial.OPEN:
        return None
    return item


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
        return intake.find_submission(session, talk.hub.id, asked.submission_id)
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
