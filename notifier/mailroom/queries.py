"""Reads of the mailroom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from notifier.hubs import ChannelPurpose, LineChannel
from notifier.mailroom.models import InboxEvent, InboxState, OutboxMessage, OutboxState


def waiting_events(session: Session, source: str, limit: int = 100) -> list[InboxEvent]:
    """Raw events nobody acted upon yet, oldest first."""
    return list(
        session.scalars(
            select(InboxEvent)
            .where(InboxEvent.state == InboxState.WAITING, InboxEvent.source == source)
            .order_by(InboxEvent.id)
            .limit(limit)
        )
    )


def claim_event(session: Session, event_id: int) -> InboxEvent | None:
    """The event for this transaction alone, or None when another one has it or had it."""
    return session.scalar(
        select(InboxEvent)
        .where(InboxEvent.id == event_id, InboxEvent.state == InboxState.WAITING)
        .with_for_update(skip_locked=True)
    )


def find_event(session: Session, hub_id: int, *, source: str, event_id: str) -> InboxEvent | None:
    """The event of that sender's id, whatever became of it."""
    return session.scalars(
        select(InboxEvent).where(
            InboxEvent.hub_id == hub_id,
            InboxEvent.source == source,
            InboxEvent.event_id == event_id,
        )
    ).first()


def recent_events(
    session: Session, hub_id: int, *, source: str, kind: str, since: datetime
) -> list[InboxEvent]:
    """Events of one kind received since then, newest first."""
    return list(
        session.scalars(
            select(InboxEvent)
            .where(
                InboxEvent.hub_id == hub_id,
                InboxEvent.source == source,
                InboxEvent.kind == kind,
                InboxEvent.received_at >= since,
            )
            .order_by(InboxEvent.id.desc())
        )
    )


def events_since(
    session: Session, hub_id: int, *, source: str, since: datetime
) -> list[InboxEvent]:
    """Events of every kind received since then, newest first."""
    return list(
        session.scalars(
            select(InboxEvent)
            .where(
                InboxEvent.hub_id == hub_id,
                InboxEvent.source == source,
                InboxEvent.received_at >= since,
            )
            .order_by(InboxEvent.id.desc())
        )
    )


def due_message_ids(session: Session, *, now: datetime, limit: int) -> list[int]:
    """Outbox rows to work on: due ones, and those whose claimer died."""
    return list(
        session.scalars(
            select(OutboxMessage.id)
            .where(
                or_(
                    (OutboxMessage.state == OutboxState.QUEUED) & (OutboxMessage.due_at <= now),
                    (OutboxMessage.state == OutboxState.SENDING)
                    & (OutboxMessage.lease_until < now),
                )
            )
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(limit)
        )
    )


def outbox(
    session: Session, hub_id: int, *, state: OutboxState | None = None, limit: int = 100
) -> list[OutboxMessage]:
    """A hub's single messages, newest first."""
    query = select(OutboxMessage).where(OutboxMessage.hub_id == hub_id)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    return list(session.scalars(query.order_by(OutboxMessage.id.desc()).limit(limit)))


@dataclass(frozen=True, slots=True)
class MailStanding:
    """How mails of a hub went: the last one sent, and why the newest one was not taken.

    ``problem_at`` is when that one was written (single mails) or tried last (an edition's).
    """

    last_sent_at: datetime | None
    problem: str
    problem_at: datetime | None = None


def mail_standing(session: Session, hub_id: int) -> MailStanding:
    """Whether the relay takes the hub's single mails; ``problem`` is empty when nothing was refused
    since. ``delivery.mail_standing`` adds the letters of editions.
    """
    mine = (OutboxMessage.hub_id == hub_id, OutboxMessage.channel == "email")
    last = session.scalar(select(func.max(OutboxMessage.sent_at)).where(*mine))
    waiting = session.scalars(
        select(OutboxMessage)
        .where(*mine, OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.attempts > 0)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).first()
    if waiting is None or (last is not None and waiting.created_at <= last):
        return MailStanding(last, "")
    return MailStanding(last, waiting.reason, waiting.created_at)


def pushes_since(session: Session, hub_id: int, *, since: datetime) -> tuple[int, int]:
    """Single messages to readers' LINE after ``since``: (sent, perhaps sent); each sent counts to
    the quota. The groups' account has an allowance of its own.
    """
    rows = session.execute(
        select(OutboxMessage.state, func.count())
        .join(LineChannel, LineChannel.id == OutboxMessage.line_channel_id)
        .where(
            LineChannel.hub_id == hub_id,
            LineChannel.purpose == ChannelPurpose.READERS,
            OutboxMessage.hub_id == hub_id,
            OutboxMessage.channel == "line_push",
            OutboxMessage.created_at >= since,
        )
        .group_by(OutboxMessage.state)
    )
    found = {state: int(count) for state, count in rows}
    return found.get(OutboxState.SENT, 0), found.get(OutboxState.UNKNOWN, 0)
