"""The sender took words back: the desk's own copy forgets them too."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, CaseState, Deed
from notifier.hubs import get_hub
from notifier.intake import ListingDraft, Reading, Submission

_KEPT = frozenset({"kind", "organiser", "external_id"})


def erase_words(
    session: Session, submission: Submission, words: str = "", *, by: Actor, now: datetime
) -> bool:
    """Forget ``words`` (an answer), or everything that was read when none are named.

    False when the case was approved: what is public is for a person to take down.
    """
    case = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if case is None or case.state is CaseState.APPROVED:
        return False
    draft = _without(case.draft, words) if words else submission.draft
    zone = get_hub(session, case.hub_id).zone
    values = {"draft_json": draft.to_json(), **standing(draft, zone, now)}
    if case.state in OPEN:
        change(session, case, Deed.EDIT, version=case.version, **values)
    else:  # refused or withdrawn: nothing is decided anew, and nothing is kept
        for name, value in (values | {"version": case.version + 1}).items():
            setattr(case, name, value)
        session.flush()
    tell(session, case, "について、送信を取り消しました。", verb="erase_words", by=by, now=now)
    return True


def _without(draft: ListingDraft, words: str) -> ListingDraft:
    """``draft`` without the readings of ``words`` and without the fields they filled."""
    gone = {one.field for one in draft.readings if one.words == words}
    told = {
        name: getattr(draft, name)
        for name in draft.__dataclass_fields__
        if name not in _KEPT and isinstance(getattr(draft, name), str)
    }
    fields: dict[str, Any] = {name: _rest(value, words) for name, value in told.items()}
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


def _rest(value: str, words: str) -> str:
    """The lines of ``value`` that do not come from ``words``."""
    lines = (line.strip() for line in value.replace(words, "").splitlines())
    return "\n".join(line for line in lines if line and line not in words)
