"""Retention: what people wrote leaves after a while; its theme, date and published answer stay."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.engagement.models import Opinion
from notifier.kit.db import affected

KEEP = timedelta(days=400)  # a fiscal year and the evaluation after it


def erase_opinions(session: Session, *, now: datetime) -> int:
    """Blank the words of opinions received more than 13 months ago; returns how many."""
    return affected(
        session.execute(
            update(Opinion)
            .where(Opinion.received_at < now - KEEP, Opinion.erased_at.is_(None))
            .values(body="", erased_at=now)
            .execution_options(synchronize_session=False)
        )
    )
