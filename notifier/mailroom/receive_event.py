"""Store a raw event exactly once, before anything looks inside."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.mailroom.models import InboxEvent, InboxState


def receive_event(  # noqa: PLR0913 - the facts of an envelope
    session: Session,
    hub_id: int,
    *,
    source: str,
    event_id: str,
    kind: str,
    raw: bytes,
    line_channel_id: int | None = None,
    now: datetime,
) -> bool:
    """Store ``raw``; False when this sender's ``event_id`` was seen before (a redelivery)."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    stored = session.execute(
        insert(InboxEvent)
        .values(
            hub_id=hub_id,
            source=source,
            event_id=event_id,
            kind=kind[:40],
            raw=raw,
            line_channel_id=line_channel_id,
            received_at=now,
            state=InboxState.WAITING,
            reason="",
        )
        .on_conflict_do_nothing(index_elements=["hub_id", "source", "event_id"])
        .returning(InboxEvent.id)
    ).scalar_one_or_none()
    return stored is not None
