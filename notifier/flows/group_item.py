"""What a LINE sender hands in: a new item, an answer, one more photo; and the next question.

It is stored before anything is asked. While questions are open the case is *asked*; it returns to the
queue with the last answer, by 「そのまま送る」, or by itself after two hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from notifier import directory, editorial, intake, mailroom
from notifier.config import settings
from notifier.directory import LineSender
from notifier.editorial import CaseState
from notifier.flows.answer import answer
from notifier.flows.group_prompts import (
    RECEPTION,
    ask_in_talk,
    ask_next,
    draft_of_item,
    finish,
    title_of_item,
)
from notifier.flows.group_which import (
    Talk,
    current_item,
    is_another,
    item_of_photo,
    meant_item,
    open_question,
)
from notifier.flows.hand_in import hand_in
from notifier.flows.take_back import take_back
from notifier.hubs import Hub
from notifier.intake import WHOLE_MESSAGE, ListingDraft, Submission, line_buttons, line_words
from notifier.kit import logs
from notifier.kit.clock import local

PER_HOUR = 30
SOURCE = "line_message"
ADDED = "（続けて届いたメッセージ）"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said; ``is_news``: worth a paid message where the free reply came too late."""

    messages: Sequence[line_buttons.Message] = field(default_factory=list)
    is_news: bool = False


def words(session: Session, talk: Talk, message_id: str, said: str, *, now: datetime) -> Answer:
    """Words in a talk: the answer to what is open, more about the item before, or a new item."""
    asked = open_question(session, talk, now)
    draft = _read(session, talk, said, now)
    if asked is not None:
        item = intake.find_submission(session, talk.hub.id, asked.submission_id)
        if asked.is_prompt and _is_about_another_field(said, asked.field):
            return _added(session, talk, item, message_id, said, still=asked, now=now)
        is_next = is_another(session, item, draft, asked=asked.field)
        is_next = is_next or _is_one_of_several(asked, draft)
        if not (asked.is_prompt and is_next):
            return _answered(session, talk, item, (asked, message_id), said, now=now)
        finish(session, item, now=now)
    before = current_item(session, talk, now) if asked is None else None
    if before is not None and not is_another(session, before, draft):
        return _added(session, talk, before, message_id, said, now=now)
    return _new(session, talk, message_id, draft, {"text": said}, now=now)


def photo(
    session: Session, talk: Talk, message_id: str, *, set_id: str = "", now: datetime
) -> Answer:
    """A photo of the item that is under way, or of a new one; it is fetched after this."""
    item = item_of_photo(session, talk, set_id, now)
    if item is None:
        draft = intake.photo_draft(organiser=talk.desk.group)
        return _new(session, talk, message_id, draft, {}, set_id=set_id, now=now)
    is_of_set = bool(set_id) and intake.last_part(
        session, talk.hub.id, talk.sender.id, set_id=set_id
    )
    title = title_of_item(session, item)
    if intake.count_photos(session, item) >= intake.MOST_PHOTOS:
        return Answer([line_words.too_many_photos(title, intake.MOST_PHOTOS)])
    intake.note_part(session, item, message_id=message_id, kind="photo", set_id=set_id, now=now)
    if is_of_set:
        return Answer()  # one receipt for photos chosen together
    asked = open_question(session, talk, now)
    is_its = asked is not None and asked.submission_id == item.id
    ask = intake.DraftQuestion(asked.field, asked.message) if asked and is_its else None
    return Answer([line_words.photo_added(title, submission_id=item.id, ask=ask)])


def as_it_is(session: Session, talk: Talk, about: int, *, now: datetime) -> Answer:
    """「そのまま送る」: no more questions."""
    item = meant_item(session, talk, about, now)
    if item is None:
        return Answer([line_words.nothing_open()])
    title = title_of_item(session, item)
    finish(session, item, now=now)
    return Answer([line_words.as_it_is(title, submission_id=item.id)])


def take_it_back(session: Session, talk: Talk, about: int, *, now: datetime) -> Answer:
    """「取り消す」: what was not decided yet is withdrawn; a published item is no tap in a talk."""
    item = meant_item(session, talk, about, now)
    if item is None:
        return Answer([line_words.nothing_open()])
    title = title_of_item(session, item)
    case = editorial.cases_of(session, talk.hub.id, [item.id]).get(item.id)
    if case is not None and case.state not in editorial.OPEN:
        link = own_page(session, talk.hub, talk.sender, now=now)
        return Answer([line_words.too_late_to_take_back(title, link)])
    intake.close_questions(session, item, now=now)
    take_back(session, item, by=talk.actor, now=now)
    return Answer([line_words.taken_back(title)])


def own_page(session: Session, hub: Hub, sender: LineSender, *, now: datetime) -> str:
    """The address of the sender's own page, by a new link."""
    _, token = intake.issue_line_link(session, sender, now=now)
    return f"{settings().base_url}/{hub.slug}/g/{token}"


def _new(  # noqa: PLR0913 - what came, and what it came beside
    session: Session,
    talk: Talk,
    message_id: str,
    draft: ListingDraft,
    original: dict[str, str],
    *,
    set_id: str = "",
    now: datetime,
) -> Answer:
    if not _may_send(session, talk, now):
        return Answer([line_words.too_often()])
    is_photo = not original
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
        draft = replace(draft, external_id=f"line-{message_id}")
    receipt = hand_in(session, draft, arrival=arrival, by=talk.actor, now=now)
    item = receipt.submission
    kind = "photo" if is_photo else "words"
    intake.note_part(session, item, message_id=message_id, kind=kind, set_id=set_id, now=now)
    if receipt.outcome == "duplicate":
        said = line_words.came_before(title_of_item(session, item), submission_id=item.id)
        return Answer([said], is_news=True)
    ask = ask_next(session, item, now)
    if not is_photo and not draft.title and not draft.occurrences:
        said = line_words.not_an_item(talk.desk, submission_id=item.id, ask=ask)
        return Answer([said], is_news=True)
    said = line_words.receipt(talk.desk, draft, submission_id=item.id, photo=is_photo, ask=ask)
    return Answer([said], is_news=True)


def _answered(
    session: Session,
    talk: Talk,
    item: Submission,
    asked: tuple[intake.Question, str],
    said: str,
    *,
    now: datetime,
) -> Answer:
    question, message_id = asked
    field_name = question.field
    answer(session, question, said, by=talk.actor, now=now)
    intake.note_part(
        session,
        item,
        message_id=message_id,
        kind="answer",
        question_id=question.id,
        now=now,
    )
    ask = ask_next(session, item, now) if question.is_prompt else None
    draft = draft_of_item(session, item)
    intake.name_untitled(session, item, draft.title)
    return Answer(
        [line_words.answered(talk.desk, draft, submission_id=item.id, field=field_name, ask=ask)]
    )


def _added(  # noqa: PLR0913 - what was said, to which item, and what is still asked
    session: Session,
    talk: Talk,
    item: Submission,
    message_id: str,
    said: str,
    *,
    still: intake.Question | None = None,
    now: datetime,
) -> Answer:
    """More words about the item, or a mended field: as an answer nobody asked for.

    ``still`` is the question that stays open.
    """
    name, value = intake.named_field(said) or (WHOLE_MESSAGE, said)
    case = editorial.cases_of(session, talk.hub.id, [item.id])[item.id]
    if still is not None:
        intake.close_questions(session, item, now=now)
    if case.state is CaseState.HELD:
        question = intake.ask_submitter(
            session, item, message=ADDED, field=name, is_told=True, by=RECEPTION, now=now
        )
    else:
        question = ask_in_talk(session, case, ADDED, name, now)
    answer(session, question, value, by=talk.actor, now=now)
    intake.note_part(
        session, item, message_id=message_id, kind="answer", question_id=question.id, now=now
    )
    ask = None
    if still is not None:
        ask = intake.DraftQuestion(still.field, still.message)
        case = editorial.cases_of(session, talk.hub.id, [item.id])[item.id]
        ask_in_talk(session, case, ask.message, ask.field, now)
    draft = draft_of_item(session, item)
    return Answer([line_words.added(talk.desk, draft, submission_id=item.id, field=name, ask=ask)])


def _is_one_of_several(asked: intake.Question, draft: ListingDraft) -> bool:
    """She was asked to send them one by one, and does."""
    return asked.message == intake.SEVERAL and bool(draft.title and draft.occurrences)


def _is_about_another_field(said: str, asked: str) -> bool:
    named = intake.named_field(said)
    return named is not None and named[0] != asked and asked != WHOLE_MESSAGE


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
