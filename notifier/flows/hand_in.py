"""Somebody hands something in: it is stored once, and stands in the desk's queue at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake


def hand_in(
    session: Session,
    draft: intake.ListingDraft,
    *,
    arrival: intake.Arrival,
    by: audit.Actor,
    now: datetime,
) -> intake.Receipt:
    """The receipt; a duplicate opens no second case."""
    receipt = intake.receive(session, draft, arrival=arrival, by=by, now=now)
    if receipt.outcome != "duplicate":
        editorial.open_case(session, receipt.submission, now=now)
    return receipt
