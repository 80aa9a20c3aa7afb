"""Store raw events, each exactly once, before anything looks inside."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Executable,
    Integer,
    LargeBinary,
    String,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.mailroom.models import InboxEvent, InboxState

KIND_LENGTH = 40
KEY = ("hub_id", "source", "event_id")
COLUMNS: dict[str, Any] = {
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


def receive_events(session: Session, events: Sequence[RawEvent], *, now: datetime) -> None:
    """Store ``events``; those of an ``event_id`` seen before (redeliveries) are passed over.

    All go in one statement: with one for each event PostgreSQL is written to and waited for as
    often, and SQLite lets the interpreter's lock go as often. They are stored in the order of
    their keys, so that two processes that were handed the same events never wait for each other.
    """
    if not events:
        return
    rows = [
        (one.hub_id, one.source, one.event_id, one.kind[:KIND_LENGTH], one.line_channel_id, one.raw)
        for one in sorted(events, key=lambda one: (one.hub_id, one.source, one.event_id))
    ]
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        texts = [(*facts, raw.decode()) for *facts, raw in rows]
        given: dict[str, object] = {"rows": json.dumps(texts, ensure_ascii=False)}
        connection.execute(_from_json(), given | {"now": now})
    else:
        given = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
        connection.execute(_from_lists(), given | {"now": now})


@cache
def _from_json() -> Executable:
    """For SQLite: all rows as one JSON text."""
    row = func.json_each(bindparam("rows", type_=String())).table_valued("value").c.value
    found = [
        cast(func.json_extract(row, f"$[{at}]"), kind) for at, kind in enumerate(COLUMNS.values())
    ]
    # SQLite takes ON CONFLICT for part of a join unless a WHERE stands before it.
    source = select(*found, *_the_same_for_all()).where(true())
    into = sqlite.insert(InboxEvent).from_select(_names(), source)
    return into.on_conflict_do_nothing(index_elements=KEY)


@cache
def _from_lists() -> Executable:
    """For PostgreSQL: a list for each column."""
    lists = (bindparam(name, type_=postgresql.ARRAY(kind)) for name, kind in COLUMNS.items())
    given = func.unnest(*lists).table_valued(*(column(name) for name in COLUMNS)).render_derived()
    source = select(*given.c, *_the_same_for_all())
    into = postgresql.insert(InboxEvent).from_select(_names(), source)
    return into.on_conflict_do_nothing(index_elements=KEY)


def _names() -> list[str]:
    return [*COLUMNS, "received_at", "state", "reason"]


def _the_same_for_all() -> list[Any]:
    return [
        bindparam("now", type_=InboxEvent.received_at.type),
        literal_column(f"'{InboxState.WAITING.value}'"),
        literal_column("''"),
    ]
