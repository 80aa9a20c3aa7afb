"""A LINE message was taken back: what it became here goes too; what is public, the desk decides."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editorial, intake
from notifier.flows.group_answers import ADDED
from notifier.flows.group_prompts import RECEPTION
from notifier.flows.group_said import Talk
from notifier.flows.new_version import new_version
from notifier.intake import DraftQuestion, PartState, Submission

ASK_DESK = (
    "送り主が、もとのLINEの送信を取り消しました。載せたままでよいか、送り主に確かめてください。"
)


def unsend(session: Session, talk: Talk, message_id: str, *, now: datetime) -> None:
    """Erase the part this message became, in the original and in the desk's copy."""
    part = intake.part_of(session, talk.hub.id, talk.sender.id, message_id)
    if part is None or part.state is PartState.ERASED:
        return
    before = intake.find_submission(session, talk.hub.id, part.submission_id)
    words = _words(session, before, part)
    item, is_left = intake.erase_part(session, part, by=talk.actor, now=now)
    case = editorial.cases_of(session, talk.hub.id, [item.id]).get(item.id)
    if case is not None and case.state is editorial.CaseState.APPROVED:
        ask = DraftQuestion("title", ASK_DESK)
        mark = f"unsent {part.id}"
        new_version(session, item, mark=mark, questions=(ask,), by=RECEPTION, now=now)
        return
    if part.kind != "photo":
        editorial.erase_words(session, item, words, by=talk.actor, now=now)
    if is_left and _was_the_item(session, item, part):
        for ask in intake.photo_draft(organiser="").questions:
            intake.ask_submitter(session, item, ask, is_told=True, by=RECEPTION, now=now)
    if not is_left:
        intake.close_questions(session, item, now=now)
        intake.withdraw(session, item, by=talk.actor, now=now)
        editorial.withdraw_case(session, item, by=talk.actor, now=now)


def _words(session: Session, item: Submission, part: intake.LinePart) -> str:
    """The answer this message was; "" where it was the item itself."""
    if part.question_id is None:
        return ""
    return intake.find_question(session, item.hub_id, part.question_id).answer


def _was_the_item(session: Session, item: Submission, part: intake.LinePart) -> bool:
    """Whether the words said what the photos show: what she writes next says it anew."""
    if part.question_id is None:
        return part.kind == "words"
    asked = intake.find_question(session, item.hub_id, part.question_id)
    return asked.field == intake.WHOLE_MESSAGE and asked.message != ADDED
