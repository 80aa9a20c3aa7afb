"""Make every link to one address worthless, e.g. after it was forwarded."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.directory import LineSender
from notifier.intake.models import SubmitterLink


def revoke_line_links(session: Session, sender: LineSender, *, now: datetime) -> int:
    """The same for the links one LINE sender was given in the talk."""
    done = session.execute(
        update(SubmitterLink)
        .where(
            SubmitterLink.hub_id == sender.hub_id,
            SubmitterLink.line_sender_id == sender.id,
            SubmitterLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(SubmitterLink.id)
    )
    return len(done.all())


def revoke_links(session: Session, hub_id: int, *, email: str, now: datetime) -> int:
    """How many living links were revoked."""
    done = session.execute(
        update(SubmitterLink)
        .where(
            SubmitterLink.hub_id == hub_id,
            SubmitterLink.email == email,
            SubmitterLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(SubmitterLink.id)
    )
    return len(done.all())
