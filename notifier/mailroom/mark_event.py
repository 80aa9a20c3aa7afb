"""Close an inbox event: handled, ignored or failed; what was said in it is blanked."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.mailroom.event_text import without_text
from notifier.mailroom.models import InboxEvent, InboxState


def mark_handled(session: Session, event: InboxEvent, *, now: datetime) -> None:
    """The event was acted upon."""
    _close(session, event, InboxState.HANDLED, "", now)


def mark_ignored(session: Session, event: InboxEvent, *, reason: str, now: datetime) -> None:
    """A kind of event we do not act upon; it stays countable."""
    _close(session, event, InboxState.IGNORED, reason, now)


def mark_failed(session: Session, event: InboxEvent, *, reason: str, now: datetime) -> None:
    """The event could not be acted upon; ``reason`` is a sentence for staff, without content."""
    _close(session, event, InboxState.FAILED, reason, now)


def erase_event(session: Session, event: InboxEvent, *, now: datetime) -> None:
    """The sender took the message back: nothing of it stays, the row only keeps twins away."""
    event.raw = b""
    event.state = InboxState.HANDLED
    event.reason = "送信取消のため削除"
    event.handled_at = now
    session.flush()


def _close(
    session: Session, event: InboxEvent, state: InboxState, reason: str, now: datetime
) -> None:
    event.state = state
    event.reason = reason
    event.raw = without_text(event.raw)
    event.handled_at = now
    session.flush()
