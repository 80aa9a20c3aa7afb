"""After a restore: a link that was revoked since the backup must not live again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.editions.models import ReviewLink
from notifier.kit.db import affected


def end_reviews(session: Session, *, now: datetime) -> int:
    """Revoke every review link of every hub; returns how many still lived. For a restore only."""
    ended = session.execute(
        update(ReviewLink)
        .where(ReviewLink.revoked_at.is_(None), ReviewLink.expires_at > now)
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(ended)
