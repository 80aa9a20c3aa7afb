"""Settle the hub's posting criteria (掲載基準)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.models import Hub, PostingCriterion
from notifier.hubs.queries import criteria
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line

MAX_WORDING = 200


class BadCriterionError(BadInputError):
    """A criterion has no words, or too many."""


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """How one criterion shall read from now on, and whether it is in use."""

    key: str
    wording: str
    is_active: bool


def set_criteria(
    session: Session,
    hub: Hub,
    changes: list[CriterionChange],
    *,
    by: audit.Actor,
    now: datetime,
) -> list[PostingCriterion]:
    """Reword, switch or add criteria; those not named stay. Raises ``BadCriterionError``."""
    present = {one.key: one for one in criteria(session, hub.id)}
    changed = 0
    for change in changes:
        wording = _wording(change)
        found = present.get(change.key)
        if found is None:
            found = PostingCriterion(hub_id=hub.id, key=change.key, position=len(present))
            present[change.key] = found
            session.add(found)
        if (found.wording, found.is_active) != (wording, change.is_active):
            found.wording, found.is_active = wording, change.is_active
            changed += 1
    session.flush()
    if changed:
        audit.write(
            session,
            f"{by.label}が掲載基準を{changed}件変えました。",
            verb="hub.criteria",
            subject=("hub", hub.id),
            hub_id=hub.id,
            by=by,
            now=now,
        )
    return criteria(session, hub.id)


def _wording(change: CriterionChange) -> str:
    words = one_line(change.wording)
    if not words or len(words) > MAX_WORDING:
        raise BadCriterionError(
            f"掲載基準の文を1〜{MAX_WORDING}文字で入れてください。", field=change.key
        )
    return words
