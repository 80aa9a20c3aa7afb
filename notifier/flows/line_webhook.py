"""Somebody taps or writes in LINE: waiting events are acted upon and answered while the reply token lives.

Each event stands alone: its own transaction, its own result. Events arrive twice, late and out of
order; following and unfollowing go by the time of the event, replies by its id. Parents write to
one account (``line_talk``), groups to another (``group_talk``).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier import mailroom, subscribers
from notifier.config import settings
from notifier.flows import group_talk
from notifier.flows.line_event import LineEvent, as_text, read_event, reply
from notifier.flows.line_talk import Talk, answer
from notifier.hubs import ChannelPurpose, Hub, LineChannel, districts, get_hub
from notifier.kit import clock, db, logs
from notifier.kit.errors import ConflictError
from notifier.subscribers import chat

SOURCE = "line"
UNSEND_REACH = timedelta(days=2)
TRIES = 3
KINDS = frozenset({"follow", "unfollow", "message", "postback", "unsend"})

log = structlog.get_logger()


def handle_waiting(*, now_fn: Callable[[], datetime] = clock.now, limit: int = 100) -> int:
    """Act upon up to ``limit`` waiting LINE events; returns how many were looked at."""
    with db.reading() as session:
        ids = [event.id for event in mailroom.waiting_events(session, SOURCE, limit)]
    for event_id in ids:
        _handle_one(event_id, now_fn)
    return len(ids)


def _handle_one(event_id: int, now_fn: Callable[[], datetime], *, tries: int = TRIES) -> None:
    """One event in one transaction; what goes wrong with it is noted and ends nothing else.

    Somebody at the desk may change the same item at the same moment: then the event is looked at
    once more, against what stands there now.
    """
    try:
        with db.writing() as session:
            row = mailroom.claim_event(session, event_id)
            if row is not None:
                _handle(session, row, now_fn())
    except ConflictError as error:
        if tries > 1:
            _handle_one(event_id, now_fn, tries=tries - 1)
        else:
            _fail(event_id, error, now_fn())
    except OperationalError as error:  # the database was away or busy: nothing wrong with the event
        log.warning("line_webhook.waits", event_id=event_id, kind=type(error).__name__)
    except Exception as error:
        _fail(event_id, error, now_fn())


def _fail(event_id: int, error: Exception, now: datetime) -> None:
    """Note the fault; what a group sent stands in the queue all the same, where that is possible."""
    # Where, not with what: a traceback with its values would carry people's ids into the log.
    log.error(
        "line_webhook.failed",
        event_id=event_id,
        kind=type(error).__name__,
        where=logs.where(error.__traceback__)[-1],
    )
    with db.writing() as session:
        row = mailroom.claim_event(session, event_id)
        if row is None:
            return
        try:
            with session.begin_nested():
                _keep(session, row, now)
        except Exception as again:
            log.error("line_webhook.lost", event_id=event_id, kind=type(again).__name__)  # noqa: TRY400 - as above
        mailroom.mark_failed(session, row, reason=type(error).__name__, now=now)


def _keep(session: Session, row: mailroom.InboxEvent, now: datetime) -> None:
    event = read_event(row)
    channel = session.get(LineChannel, row.line_channel_id) if row.line_channel_id else None
    if event is None or channel is None or channel.purpose != ChannelPurpose.GROUPS:
        return
    if event.kind == "message" and event.user_id:
        group_talk.keep(session, get_hub(session, row.hub_id), channel, event, now=now)


def _handle(session: Session, row: mailroom.InboxEvent, now: datetime) -> None:
    event = read_event(row)
    channel = session.get(LineChannel, row.line_channel_id) if row.line_channel_id else None
    is_groups = channel is not None and channel.purpose == ChannelPurpose.GROUPS
    if is_groups and event is not None and channel is not None and event.kind == "join":
        reply(session, channel, event, group_talk.asked_in(), worth_a_push=False, now=now)
        mailroom.mark_handled(session, row, now=now)
        return
    reason = _why_ignored(event, channel) or _why_unsent(session, row, event)
    if reason or event is None or channel is None:
        mailroom.mark_ignored(session, row, reason=reason, now=now)
        return
    hub = get_hub(session, row.hub_id)
    if event.kind == "unsend":
        _erase(session, hub, event, now)
    if is_groups:
        group_talk.hear(session, hub, channel, event, now=now)
    elif event.kind == "unfollow":
        subscribers.unfollow(session, hub, user_id=event.user_id, at=event.at, now=now)
    elif event.kind != "unsend":
        _talk(session, hub, channel, event, now)
    mailroom.mark_handled(session, row, now=now)


def _why_ignored(event: LineEvent | None, channel: LineChannel | None) -> str:
    """Why nothing is done about an event; empty when it is ours to act upon."""
    if event is None:
        return "読み取れない形式"
    if channel is None:
        return "登録のないチャネル"
    if event.kind not in KINDS:
        return "扱わない種類"
    if not event.user_id:
        return "個人とのトークではない"
    return ""


def _why_unsent(session: Session, row: mailroom.InboxEvent, event: LineEvent | None) -> str:
    """Said when a message comes after the word that it was taken back: nothing of it is kept."""
    message_id = event.message.get("id") if event is not None else None
    if not message_id:
        return ""
    gone = mailroom.recent_events(
        session, row.hub_id, source=SOURCE, kind="unsend", since=row.received_at - UNSEND_REACH
    )
    unsent = {one.unsent for one in map(read_event, gone) if one is not None}
    return "送信取消のため" if message_id in unsent else ""


def _talk(
    session: Session, hub: Hub, channel: LineChannel, event: LineEvent, now: datetime
) -> None:
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
        is_welcome = event.kind == "follow"
        reply(session, channel, event, messages, worth_a_push=is_welcome, now=now)


def _choice(event: LineEvent) -> chat.Choice:
    """What was tapped, or written in a word; what is written to another system is not for us."""
    if event.kind == "message" and event.is_active:
        return chat.read_words(as_text(event.message.get("text")))
    return chat.read_choice(event.pressed)


def _erase(session: Session, hub: Hub, event: LineEvent, now: datetime) -> None:
    """They took a message back: nothing of it stays here."""
    for row in mailroom.recent_events(
        session, hub.id, source=SOURCE, kind="message", since=now - UNSEND_REACH
    ):
        said = read_event(row)
        if said is not None and said.message.get("id") == event.unsent:
            mailroom.erase_event(session, row, now=now)
