"""A LINE message was taken back: what it became here goes too; what is public, the desk decides."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editorial, intake
from notifier.flows.group_prompts import RECEPTION
from notifier.flows.group_which import Talk
from notifier.flows.hand_in import hand_in
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
        _ask_desk(session, talk, item, case, now)
        return
    if part.kind != "photo":
        editorial.erase_words(session, item, words, by=talk.actor, now=now)
    if not is_left:
        intake.close_questions(session, item, now=now)
        intake.withdraw(session, item, by=talk.actor, now=now)
        editorial.withdraw_case(session, item, by=talk.actor, now=now)


def _words(session: Session, item: Submission, part: intake.LinePart) -> str:
    """The answer this message was; "" where it was the item itself."""
    if part.question_id is None:
        return ""
    return intake.find_question(session, item.hub_id, part.question_id).answer


def _ask_desk(
    session: Session, talk: Talk, item: Submission, case: editorial.Case, now: datetime
) -> None:
    """A new version with the question: the published one stays until a person decided."""
    draft = replace(
        case.draft, external_id=item.external_id, questions=(DraftQuestion("title", ASK_DESK),)
    )
    arrival = intake.Arrival(
        hub_id=item.hub_id,
        source=item.source,
        original=dict(item.original),
        group_id=item.group_id,
        is_verified=item.is_verified_sender,
        submitter_email=item.submitter_email,
        line_sender_id=item.line_sender_id,
        mark=f"unsent {now.isoformat()}",
    )
    hand_in(session, draft, arrival=arrival, by=RECEPTION, now=now)
