"""The desk mends its own copy; what the group sent stays as it was."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.diff import Change, diff
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed
from notifier.hubs import get_hub
from notifier.intake import ListingDraft

_PRIVATE = frozenset({"contact_private"})  # the trail keeps no private contact


def edit(
    session: Session,
    case: Case,
    draft: ListingDraft,
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> tuple[Change, ...]:
    """Store ``draft`` as the desk's reading; returns what changed, field by field."""
    require_current(case, version)
    old = case.draft
    zone = get_hub(session, case.hub_id).zone
    changes = diff(old, draft, zone=zone)
    closed = len(old.questions) - len(draft.questions)
    if not changes and old == draft:
        return ()
    change(
        session,
        case,
        Deed.EDIT,
        version=version,
        draft_json=draft.to_json(),
        **standing(draft, zone, now),
    )
    tell(
        session,
        case,
        _sentence(changes, closed),
        verb="edit",
        by=by,
        now=now,
        detail=_detail(changes),
    )
    return changes


def _sentence(changes: tuple[Change, ...], closed: int) -> str:
    if changes:
        return f"の{'・'.join(one.label for one in changes)}を直しました。"
    return f"の確認事項を{closed}件、確認済みにしました。" if closed > 0 else "を直しました。"


def _detail(changes: tuple[Change, ...]) -> dict[str, Any]:
    kept = [one for one in changes if one.field not in _PRIVATE]
    return {"changes": [{"field": c.field, "old": c.old, "new": c.new} for c in kept]}
