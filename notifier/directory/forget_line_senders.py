"""Retention of LINE senders: who left is forgotten after 30 days, and so are codes."""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, update
from sqlalchemy.orm import Session

from notifier.directory.models import LineCode, LineSender

KEEP = timedelta(days=30)
GONE = "left:"


def forget_line_senders(session: Session, *, now: datetime) -> int:
    """How many rows were forgotten. What she sent stays the group's; her LINE id does not.

    Whoever unblocks the account later is somebody new and sends another code.
    """
    left = session.execute(
        update(LineSender)
        .where(LineSender.blocked_at < now - KEEP, LineSender.user_id.not_like(f"{GONE}%"))
        .values(
            user_id=GONE + cast(LineSender.id, String),
            group_id=None,
            email="",
            connected_at=None,
        )
        .returning(LineSender.id)
        .execution_options(synchronize_session=False)
    ).all()
    codes = session.execute(
        delete(LineCode)
        .where(LineCode.expires_at < now - KEEP)
        .returning(LineCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(left) + len(codes)
