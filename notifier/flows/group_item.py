"""What a LINE sender hands in: a new item, words about the one before, one more photo; the way out.

It is stored before anything is asked. While questions are open the case is *asked*; it returns to the
queue with the last answer, by 「そのまま送る」, or by itself after two hours.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from notifier import directory, intake, mailroom
from notifier.config import settings
from notifier.directory import LineSender
from notifier.flows.group_answers import added, answered, aside, is_sent_twice, said_again
from notifier.flows.group_prompts import ask_next, finish, title_of_item
from notifier.flows.group_said import Reply, Said, Talk
from notifier.flows.group_which import (
    current_item,
    is_about_another_field,
    is_another,
    is_decided,
    is_next,
    is_said_again,
    item_of_photo,
    living_item,
    meant_item,
    open_question,
)
from notifier.flows.hand_in import hand_in
from notifier.flows.take_back import take_back
from notifier.hubs import Hub
from notifier.intake import DraftQuestion, LineMessage, ListingDraft, Question, line_words
from notifier.kit import logs
from notifier.kit.clock import local

PER_HOUR = 30
SOURCE = "line_message"

log = structlog.get_logger()


def words(session: Session, talk: Talk, said: Said, *, now: datetime) -> Reply:
    """Words in a talk: the answer to what is open, more about the item before, or a new item."""
    draft = _read(session, talk, said.words, now)
    asked = open_question(session, talk, now)
    if asked is not None:
        return _while_asked(session, talk, asked, said, draft, now)
    before = current_item(session, talk, now)
    if before is not None and not is_another(session, before, draft):
        return added(session, talk, before, said, now=now)
    return _new_words(session, talk, said, draft, now)


def place(session: Session, talk: Talk, said: Said, *, now: datetime) -> Reply:
    """A place chosen on the phone's map: where the item is held, whatever is asked just now."""
    asked = open_question(session, talk, now)
    if asked is not None and asked.field in ("", said.field):
        item = intake.find_submission(session, talk.hub.id, asked.submission_id)
        return answered(session, talk, item, asked, said, now=now)
    about = living_item(session, talk, asked.submission_id) if asked else None
    about = about or current_item(session, talk, now)
    if about is not None:
        return added(session, talk, about, said, still=asked, now=now)
    name, _, address = said.words.partition("\n住所：")
    draft = replace(
        intake.photo_draft(organiser=talk.desk.group), place_name=name, place_address=address
    )
    return _new_words(session, talk, said, draft, now)


def photo(session: Session, talk: Talk, message: LineMessage, *, now: datetime) -> Reply:
    """A photo of the item that is under way, or of a new one; it is fetched after this."""
    item = item_of_photo(session, talk, message.set_id, now)
    if item is None:
        draft = intake.photo_draft(organiser=talk.desk.group)
        return _new(session, talk, message, draft, {}, now=now)
    is_of_set = bool(message.set_id) and intake.last_part(
        session, talk.hub.id, talk.sender.id, set_id=message.set_id
    )
    title = title_of_item(session, item)
    if intake.count_photos(session, item) >= intake.MOST_PHOTOS:
        return Reply([line_words.too_many_photos(title, intake.MOST_PHOTOS)])
    intake.note_part(session, item, message, now=now)
    if is_of_set:
        return Reply()  # one receipt for photos chosen together
    asked = open_question(session, talk, now)
    is_its = asked is not None and asked.submission_id == item.id
    ask = DraftQuestion(asked.field, asked.message) if asked and is_its else None
    return Reply([line_words.photo_added(title, submission_id=item.id, ask=ask)])


def keep(session: Session, talk: Talk, message: LineMessage, said: str, *, now: datetime) -> Reply:
    """What tripped over a fault of ours stands in the queue as it came, unread."""
    draft = replace(intake.photo_draft(organiser=talk.desk.group), body=said)
    return _new(session, talk, message, draft, {"text": said} if said else {}, now=now)


def as_it_is(session: Session, talk: Talk, about: int, *, now: datetime) -> Reply:
    """「そのまま送る」: no more questions."""
    item = meant_item(session, talk, about, now)
    if item is None:
        return Reply([line_words.nothing_open()])
    title = title_of_item(session, item)
    finish(session, item, now=now)
    if is_decided(session, item):
        return Reply([line_words.decided(title)])
    return Reply([line_words.as_it_is(title, submission_id=item.id)])


def take_it_back(session: Session, talk: Talk, about: int, *, now: datetime) -> Reply:
    """「取り消す」: what was not decided yet is withdrawn; a published item is no tap in a talk."""
    item = meant_item(session, talk, about, now)
    if item is None:
        return Reply([line_words.nothing_open()])
    title = title_of_item(session, item)
    if is_decided(session, item):
        link = own_page(session, talk.hub, talk.sender, now=now)
        return Reply([line_words.too_late_to_take_back(title, link)])
    intake.close_questions(session, item, now=now)
    take_back(session, item, by=talk.actor, now=now)
    return Reply([line_words.taken_back(title)])


def own_page(session: Session, hub: Hub, sender: LineSender, *, now: datetime) -> str:
    """The address of the sender's own page, by a new link."""
    _, token = intake.issue_line_link(session, sender, now=now)
    return f"{settings().base_url}/{hub.slug}/g/{token}"


def _while_asked(
    session: Session,
    talk: Talk,
    asked: Question,
    said: Said,
    draft: ListingDraft,
    now: datetime,
) -> Reply:
    item = intake.find_submission(session, talk.hub.id, asked.submission_id)
    if is_said_again(session, item, draft):
        return said_again(session, talk, item, asked, said, now=now)
    if is_sent_twice(session, item, asked, said):
        return aside(session, talk, line_words.sent_twice(), now=now)
    if is_about_another_field(said, asked):
        return added(session, talk, item, said, still=asked, now=now)
    if is_next(session, item, draft, asked):
        if asked.is_prompt:
            finish(session, item, now=now)
        return _new_words(session, talk, said, draft, now)
    return answered(session, talk, item, asked, said, now=now)


def _new_words(
    session: Session, talk: Talk, said: Said, draft: ListingDraft, now: datetime
) -> Reply:
    message = LineMessage(said.message_id, "words")
    return _new(session, talk, message, draft, {"text": said.words}, now=now)


def _new(
    session: Session,
    talk: Talk,
    message: LineMessage,
    draft: ListingDraft,
    original: dict[str, str],
    *,
    now: datetime,
) -> Reply:
    if not _may_send(session, talk, now):
        return Reply([line_words.too_often()])
    arrival = intake.Arrival(
        hub_id=talk.hub.id,
        source=SOURCE,
        original=original,
        group_id=talk.sender.group_id,
        is_verified=talk.sender.group_id is not None,
        submitter_email=talk.sender.email,
        line_sender_id=talk.sender.id,
    )
    if not draft.title:  # nothing tells it from the next one of its kind
        draft = replace(draft, external_id=f"line-{message.id}")
    receipt = hand_in(session, draft, arrival=arrival, by=talk.actor, now=now)
    item = receipt.submission
    intake.note_part(session, item, message, now=now)
    if receipt.outcome == "duplicate":
        said = line_words.came_before(title_of_item(session, item), submission_id=item.id)
        return Reply([said], is_news=True)
    if intake.calls_off(draft):
        link = own_page(session, talk.hub, talk.sender, now=now)
        said = line_words.called_off(talk.desk, draft, submission_id=item.id, link=link)
        return Reply([said], is_news=True)
    ask = ask_next(session, item, now)
    if original and not draft.title and not draft.occurrences:
        said = line_words.not_an_item(talk.desk, submission_id=item.id, ask=ask)
        return Reply([said], is_news=True)
    said = line_words.receipt(talk.desk, draft, submission_id=item.id, photo=not original, ask=ask)
    return Reply([said], is_news=True)


def _read(session: Session, talk: Talk, said: str, now: datetime) -> ListingDraft:
    names = [place.name for place in directory.places(session, talk.hub.id)]
    try:
        return intake.read_message(
            said,
            organiser=talk.desk.group,
            places=names,
            today=local(now, talk.hub.zone).date(),
            zone=talk.hub.zone,
        )
    except Exception as error:  # words nobody foresaw stand in the queue unread, and are not lost
        log.error(  # noqa: TRY400 - a traceback with its values would carry her words into the log
            "group_talk.unread",
            sender_id=talk.sender.id,
            kind=type(error).__name__,
            where=logs.where(error.__traceback__)[-1],
        )
        return replace(intake.photo_draft(organiser=talk.desk.group), body=said)


def _may_send(session: Session, talk: Talk, now: datetime) -> bool:
    return mailroom.allow(
        session,
        purpose="line-item",
        key=str(talk.sender.id),
        limit=PER_HOUR,
        window=timedelta(hours=1),
        now=now,
    )
