"""The sender took words back: the desk's own copy forgets them too."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, Deed
from notifier.hubs import get_hub
from notifier.intake import ListingDraft, Reading, Submission

_EMPTY = ListingDraft()
_KEPT = frozenset({"organiser", "outlets", "readings", "questions", "external_id"})


def erase_words(
    session: Session, submission: Submission, words: str = "", *, by: Actor, now: datetime
) -> bool:
    """Forget ``words`` (an answer), or everything that was read when none are named.

    False when the case was decided: what is public is for a person to take down.
    """
    case = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if case is None or case.state not in OPEN:
        return False
    draft = _without(case.draft, words) if words else submission.draft
    zone = get_hub(session, case.hub_id).zone
    change(
        session,
        case,
        Deed.EDIT,
        version=case.version,
        draft_json=draft.to_json(),
        **standing(draft, zone, now),
    )
    tell(session, case, "について、送信を取り消しました。", verb="erase_words", by=by, now=now)
    return True


def _without(draft: ListingDraft, words: str) -> ListingDraft:
    """``draft`` without the readings of ``words`` and without the fields they filled."""
    gone = {one.field for one in draft.readings if one.words == words}
    fields = {
        name: getattr(_EMPTY, name)
        for name in draft.__dataclass_fields__
        if name not in _KEPT and _says(getattr(draft, name), words)
    }
    if gone & {"when", "when_text", "message"}:
        fields |= {"occurrences": (), "recurrence": None, "when_text": ""}
    if gone & {"audience_text", "message"}:
        fields |= {"min_months": None, "max_months": None, "audiences": ()}
    if gone & {"fee_text", "message"}:
        fields |= {"fee_yen": None}
    readings = tuple(one for one in draft.readings if not _is_of(one, words))
    return replace(draft, **fields, readings=readings)


def _is_of(one: Reading, words: str) -> bool:
    return one.words == words or (bool(one.words) and one.words in words)


def _says(value: object, words: str) -> bool:
    return isinstance(value, str) and bool(value) and (value in words or words in value)
