"""Somebody writes to the groups' LINE account, adds it or blocks it: one row for each person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier.directory.models import LineSender
from notifier.hubs import LineChannel


def meet_line_sender(
    session: Session, channel: LineChannel, *, user_id: str, now: datetime
) -> LineSender:
    """The person behind ``user_id`` of this account, made when she is new.

    The row is locked: two messages of one person are taken in one after the other.
    """
    query = (
        select(LineSender)
        .where(
            LineSender.hub_id == channel.hub_id,
            LineSender.line_channel_id == channel.id,
            LineSender.user_id == user_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(query)
    if found is not None:
        return found
    made = LineSender(
        hub_id=channel.hub_id, line_channel_id=channel.id, user_id=user_id, created_at=now
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # her first two messages at the same moment: the other one made the row
        return session.scalars(query).one()
    return made


def note_line_talk(session: Session, sender: LineSender, *, at: datetime) -> None:
    """Who writes has not blocked the account: the event of the unblocking may still be under way."""
    if sender.blocked_at is not None and sender.blocked_at < at:
        sender.blocked_at = None
        session.flush()


def note_line_follow(session: Session, sender: LineSender, *, follows: bool, at: datetime) -> bool:
    """She added (or unblocked) the account, or blocked it; False when a newer event was there."""
    if sender.last_event_at is not None and sender.last_event_at >= at:
        return False
    sender.last_event_at = at
    sender.blocked_at = None if follows else at
    session.flush()
    return True
