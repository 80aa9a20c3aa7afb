"""After a restore: single messages wait for a person, for they may have been sent since the backup."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.kit.db import affected
from notifier.mailroom.models import InboxEvent, InboxState, OutboxMessage, OutboxState

LEAVING_KINDS = ("unfollow", "unsend")  # these are acted upon whenever they are found
MAYBE_SENT = "送っている途中のバックアップから復元したため、届いたかどうかわかりません。"
SET_ASIDE = "復元のまえに受け取ったため、返事をしません。"
LET_GO = "復元のあと、送らないことにしました。"


@dataclass(frozen=True, slots=True)
class HeldKind:
    """The held messages of one kind."""

    kind: str
    count: int
    oldest_at: datetime


def hold_outbox(session: Session, *, now: datetime) -> int:
    """queued → held, sending → unknown, in all hubs; waiting chat events get no answer any more.

    Returns how many messages are held. For the transaction of a restore only.
    """
    del now
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.SENDING)
        .values(state=OutboxState.UNKNOWN, reason=MAYBE_SENT, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    held = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.HELD)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(InboxEvent)
        .where(
            InboxEvent.state == InboxState.WAITING,
            InboxEvent.source == "line",
            InboxEvent.kind.not_in(LEAVING_KINDS),
        )
        .values(state=InboxState.IGNORED, reason=SET_ASIDE)
        .execution_options(synchronize_session=False)
    )
    return affected(held)


def held_kinds(session: Session, hub_id: int) -> list[HeldKind]:
    """What of the hub is held, by kind."""
    rows = session.execute(
        select(OutboxMessage.kind, func.count(), func.min(OutboxMessage.created_at))
        .where(OutboxMessage.hub_id == hub_id, OutboxMessage.state == OutboxState.HELD)
        .group_by(OutboxMessage.kind)
        .order_by(OutboxMessage.kind)
    )
    return [HeldKind(kind, count, oldest) for kind, count, oldest in rows]


def release_held(
    session: Session, hub_id: int, *, kind: str, name: str, by: Actor, now: datetime
) -> int:
    """held → queued for one kind: a person looked. What is too old is not sent even so.

    ``name`` is the kind as people read it. Returns how many; pressing twice releases nothing more.
    """
    gone = _change(session, hub_id, kind, {"state": OutboxState.QUEUED, "due_at": now})
    _note(
        session,
        hub_id,
        f"{by.label}が、復元のあと「{name}」{gone}件を送ることにしました。",
        by,
        now,
    )
    return gone


def let_go_held(
    session: Session, hub_id: int, *, kind: str, name: str, by: Actor, now: datetime
) -> int:
    """held → failed for one kind, without its words: it is not sent."""
    values: dict[str, object] = {"state": OutboxState.FAILED, "reason": LET_GO, "body": {}}
    gone = _change(session, hub_id, kind, values)
    _note(
        session,
        hub_id,
        f"{by.label}が、復元のあと「{name}」{gone}件を送らないことにしました。",
        by,
        now,
    )
    return gone


def _change(session: Session, hub_id: int, kind: str, values: dict[str, object]) -> int:
    changed = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.hub_id == hub_id,
            OutboxMessage.kind == kind,
            OutboxMessage.state == OutboxState.HELD,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return affected(changed)


def _note(session: Session, hub_id: int, sentence: str, by: Actor, now: datetime) -> None:
    audit.write(
        session,
        sentence,
        verb="mailroom.after_restore",
        subject=("hub", hub_id),
        hub_id=hub_id,
        by=by,
        now=now,
    )
