"""Approve many items at once: only those of which nothing is asked, each for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.approve import approve
from notifier.editorial.models import Case
from notifier.editorial.queries import find_case
from notifier.kit.errors import NotifierError


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was not approved, and why in a sentence."""

    case_id: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of the items chosen: how many are published, and which are not."""

    approved: tuple[int, ...]
    refused: tuple[Refused, ...]

    def say(self) -> str:
        """The honest count: 「12件のうち11件を掲載しました。1件は掲載していません。」."""
        done, left = len(self.approved), len(self.refused)
        if not left:
            return f"{done}件を掲載しました。"
        return f"{done + left}件のうち{done}件を掲載しました。{left}件は掲載していません。"


def approve_clean(
    session: Session,
    hub_id: int,
    chosen: Iterable[tuple[int, int]],
    *,
    by: Actor,
    now: datetime,
) -> BulkResult:
    """Approve each (case id, version seen) whose checks still find nothing to ask.

    One that was changed meanwhile, or of which something is asked now, is left and named; the
    others are published all the same. NotFoundError for a case of another hub.
    """
    approved: list[int] = []
    refused: list[Refused] = []
    for case, version in [(find_case(session, hub_id, one), seen) for one, seen in chosen]:
        why = _approve(session, case, version, by, now)
        if why:
            refused.append(Refused(case.id, case.draft.title or "（行事名なし）", why))
        else:
            approved.append(case.id)
    return BulkResult(tuple(approved), tuple(refused))


def _approve(session: Session, case: Case, version: int, by: Actor, now: datetime) -> str:
    try:
        with session.begin_nested():
            approve(session, case, version=version, by=by, now=now)
    except NotifierError as error:
        session.refresh(case)
        return str(error)
    return ""
