"""Reads of the trail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit.models import AuditEntry


def history(
    session: Session, hub_id: int, *, subject: tuple[str, int], limit: int = 100
) -> list[AuditEntry]:
    """The sentences about one thing, newest first."""
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.hub_id == hub_id,
            AuditEntry.subject_kind == subject[0],
            AuditEntry.subject_id == subject[1],
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(rows)


def latest(session: Session, hub_id: int, *, limit: int = 50) -> list[AuditEntry]:
    """The newest sentences of a hub."""
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.hub_id == hub_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(rows)


def last_deed(session: Session, hub_id: int, *, verb: str) -> AuditEntry | None:
    """The newest sentence about such a deed."""
    return session.scalar(
        select(AuditEntry)
        .where(AuditEntry.hub_id == hub_id, AuditEntry.verb == verb)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    )
