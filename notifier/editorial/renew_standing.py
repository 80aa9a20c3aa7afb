"""Days pass: an item in the queue moves on to its next date, so that the order stays true."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.standing import too_late_at
from notifier.editorial.workflow import OPEN
from notifier.hubs import get_hub


def renew_standing(session: Session, *, now: datetime) -> int:
    """Set ``first_at`` anew where it is over, of every hub; returns for how many.

    No version changes: nobody's judgement is touched by a day that passed.
    """
    over = session.scalars(
        select(Case).where(Case.state.in_(OPEN), Case.first_at.is_not(None), Case.first_at < now)
    ).all()
    for case in over:
        first_at = too_late_at(case.draft, get_hub(session, case.hub_id).zone, now)
        session.execute(
            update(Case)
            .where(Case.id == case.id, Case.hub_id == case.hub_id)
            .values(first_at=first_at)
            .execution_options(synchronize_session=False)
        )
    return len(over)
