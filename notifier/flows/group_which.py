"""Which item a LINE message or a button is about: docs/adr/0030."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake
from notifier.directory import LineSender
from notifier.flows.group_prompts import draft_of_item
from notifier.hubs import Hub
from notifier.intake import ListingDraft, Submission, line_words

BELONGS = timedelta(minutes=10)  # what comes so soon after the last message belongs to its item
ANSWERABLE = timedelta(days=7)


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


def is_another(session: Session, item: Submission, draft: ListingDraft) -> bool:
    """A name and a day, where the item before has its own: the next one begins."""
    return bool(draft.title and draft.occurrences and draft_of_item(session, item).occurrences)
