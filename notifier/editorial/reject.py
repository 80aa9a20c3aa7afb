"""Refuse an item, with a reason that is told to the group."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.tell_refused import tell_refused
from notifier.editorial.workflow import Deed, next_state
from notifier.kit.errors import BadInputError
from notifier.kit.text import clean


def reject(
    session: Session, case: Case, *, reason: str, version: int, by: Actor, now: datetime
) -> None:
    """Refuse the item; BadInputError without a reason.

    The group gets the reason by mail, a little later: ``reopen`` takes back a slip of the hand.
    """
    require_current(case, version)
    next_state(case.state, Deed.REJECT)
    reason = clean(reason)
    if not reason:
        raise BadInputError("断る理由を書いてください。団体に伝わります。", field="reason")
    change(
        session,
        case,
        Deed.REJECT,
        version=version,
        reason=reason,
        decided_at=now,
        decided_by=by.label,
    )
    tell_refused(session, case, reason, now=now)
    tell(
        session, case, f"の掲載をお断りしました（理由: {reason}）。", verb="reject", by=by, now=now
    )
