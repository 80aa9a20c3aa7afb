"""A table was taken in by mistake: its rows leave the queue, unless somebody has decided them."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake


def take_back_import(
    session: Session, table_import: intake.TableImport, *, by: audit.Actor, now: datetime
) -> int:
    """How many rows were taken back."""
    closed = editorial.withdraw_import(
        session, table_import.hub_id, table_import.id, by=by, now=now
    )
    if closed:
        intake.withdraw_rows(session, table_import, closed, by=by, now=now)
    return len(closed)
