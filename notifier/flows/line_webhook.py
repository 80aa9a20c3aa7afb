"""A parent taps in LINE: waiting events are acted upon and answered while the reply token lives.

Each event stands alone: its own transaction, its own result. Events arrive twice, late and out of
order; following and unfollowing go by the time of the event, replies by its id.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier import mailroom, subscribers
from notifier.config import settings
from notifier.flows.line_talk import Talk, answer
from notifier.hubs import ChannelPurpose, Hub, LineChannel, districts, get_hub
from notifier.kit import clock, db, logs
from notifier.subscribers import chat

SOURCE = "line"
TOKEN_LIFE = timedelta(seconds=50)
UNSEND_REACH = timedelta(days=2)
KINDS = frozenset({"follow", "unfollow", "message", "postback", "unsend"})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Event:
    """One event, read as far as we need it."""

    row: mailroom.InboxEvent
    facts: dict[str, Any]
    kind: str
    user_id: str
    at: datetime
    is_active: bool

    @property
    def reply_token(self) -> str:
        return _text(self.facts.get("replyToken"))


def handle_waiting(*, now_fn: Callable[[], datetime] = clock.now, limit: int = 100) -> int:
    """Act upon up to ``limit`` waiting LINE events; returns how many were looked at."""
    with db.reading() as session:
        ids = [event.id for event in mailroom.waiting_events(session, SOURCE, limit)]
    for event_id in ids:
        _handle_one(event_id, now_fn)
    return len(ids)


def _handle_one(event_id: int, now_fn: Callable[[], datetime]) -> None:
    """One event in one transaction; what goes wrong with it is noted and ends nothing else."""
    try:
        with db.writing() as session:
            row = mailroom.claim_event(session, event_id)
            if row is not None:
                _handle(session, row, now_fn())
    except OperationalError as error:  # the database was away or busy: nothing wrong with the event
        log.warning("line_webhook.waits", event_id=event_id, kind=type(error).__name__)
    except Exception as error:
        # Where, not with what: a traceback with its values would carry people's ids into the log.
        log.error(  # noqa: TRY400 - see above
            "line_webhook.failed",
            event_id=event_id,
            kind=type(error).__name__,
            where=logs.where(error.__traceback__)[-1],
        )
        with db.writing() as session:
            row = mailroom.claim_event(session, event_id)
            if row is not None:
                mailroom.mark_failed(session, row, reason=type(error).__name__, now=now_fn())


def _handle(session: Session, row: mailroom.InboxEvent, now: datetime) -> None:
    event = _read(row)
    channel = session.get(LineChannel, row.line_channel_id) if row.line_channel_id else None
    reason = _why_ignored(event, channel)
    if reason or event is None or channel is None:
        mailroom.mark_ignored(session, row, reason=reason, now=now)
        return
    hub = get_hub(session, row.hub_id)
    if event.kind == "unsend":
        _erase(session, hub, event, now)
    elif event.kind == "unfollow":
        subscribers.unfollow(session, hub, user_id=event.user_id, at=event.at, now=now)
    else:
        _talk(session, hub, channel, event, now)
    mailroom.mark_handled(session, row, now=now)


def _why_ignored(event: _Event | None, channel: LineChannel | None) -> str:
    """Why nothing is done about an event; empty when it is ours to act upon."""
    if event is None:
        return "読み取れない形式"
    if channel is None or channel.purpose != ChannelPurpose.READERS:
        return "読者向けのチャネルではない"
    if event.kind not in KINDS:
        return "扱わない種類"
    if not event.user_id:
        return "個人とのトークではない"
    return ""


def _talk(session: Session, hub: Hub, channel: LineChannel, event: _Event, now: datetime) -> None:
    """Whoever speaks to us is a friend; say what their tap or message asks for."""
    known = subscribers.find_address(session, hub.id, channel=SOURCE, address=event.user_id)
    if event.kind == "follow" or known is None:
        how = "LINEで友だち追加" if event.kind == "follow" else "LINEのトークでの操作"
        followed = subscribers.follow(
            session, hub, user_id=event.user_id, at=event.at, now=now, how=how
        )
        reader = followed.subscriber
        if event.kind == "follow" and not followed.is_news:
            return
    else:
        reader = subscribers.find_subscriber(session, hub.id, known.subscriber_id)
    token = subscribers.reader_token(session, reader)
    place = chat.Place(
        hub_name=hub.name,
        contact=hub.contact,
        districts={one.key: one.name for one in districts(session, hub.id)},
        settings_url=f"{settings().base_url}/{hub.slug}/me/{token}",
    )
    messages = answer(session, Talk(reader, place, hub.zone), event.kind, _choice(event), now=now)
    if event.is_active:  # in standby another system talks; only the state is ours
        _reply(session, channel, event, messages, now)


def _choice(event: _Event) -> chat.Choice:
    """What was tapped, or written in a word; what is written to another system is not for us."""
    if event.kind == "message" and event.is_active:
        return chat.read_words(_text(_dict(event.facts.get("message")).get("text")))
    return chat.read_choice(_text(_dict(event.facts.get("postback")).get("data")))


def _reply(
    session: Session,
    channel: LineChannel,
    event: _Event,
    messages: list[chat.Message],
    now: datetime,
) -> None:
    """Free reply while the token lives; only a welcome is worth a paid message afterwards."""
    key = f"line-{event.row.id}"
    if event.reply_token and now - event.row.received_at <= TOKEN_LIFE:
        mailroom.queue_line_reply(
            session,
            channel,
            reply_token=event.reply_token,
            messages=messages,
            dedupe_key=key,
            now=event.row.received_at,
        )
    elif event.kind == "follow":
        mailroom.queue_line_push(
            session,
            channel,
            user_id=event.user_id,
            messages=messages,
            dedupe_key=key,
            now=now,
        )


def _erase(session: Session, hub: Hub, event: _Event, now: datetime) -> None:
    """They took a message back: nothing of it stays here."""
    message_id = _text(_dict(event.facts.get("unsend")).get("messageId"))
    for row in mailroom.recent_events(
        session, hub.id, source=SOURCE, kind="message", since=now - UNSEND_REACH
    ):
        said = _read(row)
        if said is not None and _dict(said.facts.get("message")).get("id") == message_id:
            mailroom.erase_event(session, row, now=now)


def _read(row: mailroom.InboxEvent) -> _Event | None:
    """The event, tolerant of everything missing or new; None when it is no object at all."""
    try:
        facts = json.loads(row.raw)
    except ValueError:
        return None
    if not isinstance(facts, dict):
        return None
    source = _dict(facts.get("source"))
    return _Event(
        row=row,
        facts=facts,
        kind=_text(facts.get("type")),
        user_id=_text(source.get("userId")) if source.get("type") == "user" else "",
        at=_moment(facts.get("timestamp")) or row.received_at,
        is_active=facts.get("mode", "active") == "active",
    )


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
