"""The questions of a LINE receipt: asked one at a time, each once, and ended by whoever sent the item."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake
from notifier.editorial import CaseState
from notifier.intake import ListingDraft, Submission

RECEPTION = audit.Actor("machine", "LINEの受付", "line")


def ask_next(session: Session, item: Submission, now: datetime) -> intake.DraftQuestion | None:
    """Ask the next thing that is missing, once; None when nothing is, or the desk has decided.

    What was asked before and is open still is said again.
    """
    before = intake.questions_of(session, item.hub_id, [item.id])
    for one in reversed(before):
        if one.is_prompt and one.answered_at is None and one.closed_at is None:
            return intake.DraftQuestion(one.field, one.message)
    case = editorial.cases_of(session, item.hub_id, [item.id]).get(item.id)
    if case is None or case.state is not CaseState.WAITING:
        return None
    if any(one.closed_at is not None for one in before):  # 「そのまま送る」
        return None
    ask = intake.next_question(case.draft, _asked_enough(before, case.draft))
    if ask is not None:
        ask_in_talk(session, case, ask.message, ask.field, now)
    return ask


def _asked_enough(before: list[intake.Question], draft: ListingDraft) -> frozenset[str]:
    """Fields asked once; the day twice, as its answer often leaves the hour open."""
    fields = [one.field for one in before]
    is_open = any(one.field == "when" for one in draft.questions)
    may_ask_again = is_open and fields.count("when") == 1 and fields[-1] == "when"
    return frozenset(fields) - ({"when"} if may_ask_again else frozenset())


def ask_in_talk(
    session: Session, case: editorial.Case, message: str, name: str, now: datetime
) -> intake.Question:
    """Store what was just said in the talk as a question; the case waits for its answer."""
    return editorial.ask(
        session,
        case,
        message=message,
        field=name,
        is_told=True,
        version=case.version,
        by=RECEPTION,
        now=now,
    )


def finish(session: Session, item: Submission, *, now: datetime) -> None:
    """No more questions: what came goes on as it is."""
    intake.close_questions(session, item, now=now)
    case = editorial.cases_of(session, item.hub_id, [item.id]).get(item.id)
    if case is not None and case.state is CaseState.ASKED:
        editorial.resume(session, case, version=case.version, by=RECEPTION, now=now)


def draft_of_item(session: Session, item: Submission) -> ListingDraft:
    """The item as the desk has it now."""
    case = editorial.cases_of(session, item.hub_id, [item.id]).get(item.id)
    return case.draft if case else item.draft


def title_of_item(session: Session, item: Submission) -> str:
    """Its name as the desk has it now, "" while it has none."""
    return draft_of_item(session, item).title
