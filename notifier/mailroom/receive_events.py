"""Store raw events, each exactly once, before anything looks inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.mailroom.models import InboxEvent, InboxState

KIND_LENGTH = 40


@dataclass(frozen=True, slots=True)
class RawEvent:
    """What is known of an event without understanding it; ``event_id`` is its sender's."""

    hub_id: int
    source: str
    event_id: str
    kind: str
    raw: bytes
    line_channel_id: int | None = None


def receive_events(session: Session, events: Sequence[RawEvent], *, now: datetime) -> None:
    """Store ``events``; those of an ``event_id`` seen before (redeliveries) are passed over.

    They are stored in the order of their keys, so that two processes that were handed the same
    events never wait for each other.
    """
    if not events:
        return
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    session.execute(
        insert(InboxEvent).on_conflict_do_nothing(index_elements=["hub_id", "source", "event_id"]),
        [
            {
                "hub_id": one.hub_id,
                "source": one.source,
                "event_id": one.event_id,
                "kind": one.kind[:KIND_LENGTH],
                "raw": one.raw,
                "line_channel_id": one.line_channel_id,
                "received_at": now,
                "state": InboxState.WAITING,
                "reason": "",
            }
            for one in sorted(events, key=lambda one: (one.hub_id, one.source, one.event_id))
        ],
    )
