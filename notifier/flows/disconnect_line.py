"""Somebody's LINE speaks for a group no more: neither do the links she was given."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, directory, intake


def disconnect_line(
    session: Session, sender: directory.LineSender, *, by: audit.Actor, now: datetime
) -> None:
    """What she sent stays the group's; the desk asks her no more."""
    directory.disconnect_line(session, sender, by=by, now=now)
    intake.revoke_line_links(session, sender, now=now)
