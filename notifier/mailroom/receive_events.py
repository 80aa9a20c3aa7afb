"""Store raw events, each exactly once, before anything looks inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    LargeBinary,
    String,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite

from notifier.kit import json_rows
from notifier.kit.ready import Ready
from notifier.mailroom.models import InboxEvent, InboxState

KIND_LENGTH = 40
KEY = ("hub_id", "source", "event_id")
COLUMNS: json_rows.Kinds = {
    "hub_id": Integer(),
    "source": String(),
    "event_id": String(),
    "kind": String(),
    "line_channel_id": Integer(),
    "raw": LargeBinary(),
}


@dataclass(frozen=True, slots=True)
class RawEvent:
    """What is known of an event without understanding it.

    ``event_id`` is its sender's, ``raw`` its JSON in UTF-8.
    """

    hub_id: int
    source: str
    event_id: str
    kind: str
    raw: bytes
    line_channel_id: int | None = None


def receive_events(connection: Connection, events: Sequence[RawEvent], *, now: datetime) -> None:
    """Store ``events``; those of an ``event_id`` seen before (redeliveries) are passed over.

    All go in one statement, in the order of their keys, so that two processes that were handed the
    same events never wait for each other.
    """
    if not events:
        return
    rows = json_rows.as_text(
        (
            one.hub_id,
            one.source,
            one.event_id,
            one.kind[:KIND_LENGTH],
            one.line_channel_id,
            one.raw.decode(),
        )
        for one in sorted(events, key=lambda one: (one.hub_id, one.source, one.event_id))
    )
    _STORE.count(connection, {"rows": rows, "now": now})


def _statement(dialect: str) -> Executable:
    source = json_rows.select_rows(
        dialect,
        COLUMNS,
        bindparam("now", type_=InboxEvent.received_at.type),
        literal_column(f"'{InboxState.WAITING.value}'"),
        literal_column("''"),
    )
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(InboxEvent).from_select([*COLUMNS, "received_at", "state", "reason"], source)
    return cast("Executable", statement.on_conflict_do_nothing(index_elements=KEY))


_STORE = Ready(_statement)
