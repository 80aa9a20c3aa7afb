"""What of an edition is still ahead on a later day: said before somebody lets its day rest."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier.editions.current import current_views
from notifier.editions.models import Edition
from notifier.editions.snapshot import Snapshot


def ahead_on(
    session: Session, edition: Edition, day: date, *, now: datetime
) -> tuple[list[str], list[str]]:
    """(titles of the items that a later edition of that day could still tell, those over by then)."""
    ahead: list[str] = []
    over: list[str] = []
    for view in current_views(session, edition, now=now):
        (ahead if _is_ahead(view, day) else over).append(view.title)
    return ahead, over


def _is_ahead(view: Snapshot, day: date) -> bool:
    if view.expires_on is not None and view.expires_on < day:
        return False
    return not view.showings or any(on >= day for on in view.on_dates)
