"""Hold an item back."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed
from notifier.kit.text import clean


def hold(
    session: Session, case: Case, *, reason: str, version: int, by: Actor, now: datetime
) -> None:
    """Put the item aside; the reason, if any, is for the desk and is not sent."""
    reason = clean(reason)
    change(session, case, Deed.HOLD, version=version, held_at=now, reason=reason)
    why = f"（{reason}）" if reason else ""
    tell(session, case, f"を保留にしました{why}。", verb="hold", by=by, now=now)
