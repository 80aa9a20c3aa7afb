"""Somebody writes to the groups' LINE account, adds it or blocks it: one row for each person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory.models import LineSender
from notifier.hubs import LineChannel


def meet_line_sender(
    session: Session, channel: LineChannel, *, user_id: str, now: datetime
) -> LineSender:
    """The person behind ``user_id`` of this account, made when she is new.

    The row is locked: two messages of one person are taken in one after the other.
    """
    query = select(LineSender).where(
        LineSender.hub_id == channel.hub_id,
        LineSender.line_channel_id == channel.id,
        LineSender.user_id == user_id,
    )
    found = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is not None:
        return found
    made = LineSender(
        hub_id=channel.hub_id,
        line_channel_id=channel.id,
        user_id=user_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def note_line_follow(session: Session, sender: LineSender, *, follows: bool, at: datetime) -> bool:
    """She added (or unblocked) the account, or blocked it; False when a newer event was there."""
    if sender.last_event_at is not None and sender.last_event_at >= at:
        return False
    sender.last_event_at = at
    sender.blocked_at = None if follows else at
    session.flush()
    return True
