"""One LINE event, read as far as we need it, and the free reply to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.hubs import LineChannel

TOKEN_LIFE = timedelta(seconds=50)


@dataclass(frozen=True, slots=True)
class LineEvent:
    """``user_id`` is empty for everything that did not happen in a talk with one person."""

    row: mailroom.InboxEvent
    facts: dict[str, Any]
    kind: str
    user_id: str
    at: datetime
    is_active: bool

    @property
    def reply_token(self) -> str:
        """What a free reply is sent to; empty when there is none."""
        return as_text(self.facts.get("replyToken"))

    @property
    def message(self) -> dict[str, Any]:
        """The message object, empty for other kinds."""
        return as_dict(self.facts.get("message"))

    @property
    def pressed(self) -> str:
        """The data of the button that was pressed."""
        return as_text(as_dict(self.facts.get("postback")).get("data"))

    @property
    def unsent(self) -> str:
        """The id of the message that was taken back."""
        return as_text(as_dict(self.facts.get("unsend")).get("messageId"))


def read_event(row: mailroom.InboxEvent) -> LineEvent | None:
    """The event, tolerant of everything missing or new; None when it is no object at all."""
    try:
        facts = json.loads(row.raw)
    except ValueError:
        return None
    if not isinstance(facts, dict):
        return None
    source = as_dict(facts.get("source"))
    return LineEvent(
        row=row,
        facts=facts,
        kind=as_text(facts.get("type")),
        user_id=as_text(source.get("userId")) if source.get("type") == "user" else "",
        at=_moment(facts.get("timestamp")) or row.received_at,
        is_active=facts.get("mode", "active") == "active",
    )


def reply(
    session: Session,
    channel: LineChannel,
    event: LineEvent,
    messages: Sequence[dict[str, Any]],
    *,
    worth_a_push: bool,
    now: datetime,
) -> None:
    """Free reply while the token lives; afterwards a paid message where it is worth one."""
    key = f"line-{event.row.id}"
    if not messages:
        return
    if event.reply_token and now - event.row.received_at <= TOKEN_LIFE:
        mailroom.queue_line_reply(
            session,
            channel,
            reply_token=event.reply_token,
            messages=messages,
            dedupe_key=key,
            now=event.row.received_at,
        )
    elif worth_a_push and event.user_id:
        mailroom.queue_line_push(
            session,
            channel,
            user_id=event.user_id,
            messages=messages,
            dedupe_key=key,
            now=now,
        )


def as_dict(value: object) -> dict[str, Any]:
    """``value`` where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: object) -> str:
    """``value`` where it is text, else ""."""
    return value if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
