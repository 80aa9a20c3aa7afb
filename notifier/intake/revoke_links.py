"""Make every link to one address worthless, e.g. after it was forwarded."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from notifier.directory import LineSender
from notifier.intake.models import SubmitterLink


def revoke_links(session: Session, hub_id: int, *, email: str, now: datetime) -> int:
    """How many living links were revoked."""
    return _revoke(session, hub_id, SubmitterLink.email == email, now)


def revoke_line_links(session: Session, sender: LineSender, *, now: datetime) -> int:
    """The same for the links one LINE sender was given in the talk."""
    return _revoke(session, sender.hub_id, SubmitterLink.line_sender_id == sender.id, now)


def _revoke(session: Session, hub_id: int, whose: ColumnElement[bool], now: datetime) -> int:
    done = session.execute(
        update(SubmitterLink)
        .where(SubmitterLink.hub_id == hub_id, whose, SubmitterLink.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(SubmitterLink.id)
    )
    return len(done.all())
