"""The group took its item back before anything was decided."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, Deed
from notifier.intake import Submission


def withdraw_case(
    session: Session, submission: Submission, *, by: Actor, now: datetime
) -> Case | None:
    """Close the open case of ``submission``; None when there is none or it was decided already."""
    case = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if case is None or case.state not in OPEN:
        return None
    change(session, case, Deed.WITHDRAW, version=case.version, decided_at=now, decided_by=by.label)
    tell(session, case, "を取り下げました。", verb="withdraw", by=by, now=now)
    return case
