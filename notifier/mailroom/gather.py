"""One mail for what somebody is told within a short while: a part joins the mail that still waits."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom.mail import Mail
from notifier.mailroom.mail_address import normalise
from notifier.mailroom.models import OutboxMessage, OutboxState
from notifier.mailroom.put import put

EMAIL = "email"
MOST = timedelta(minutes=30)  # nobody waits longer for the first of the news

Part = dict[str, Any]
Write = Callable[[Sequence[Part]], Mail]


def gather(  # noqa: PLR0913 - one part, its mail, and when
    session: Session,
    hub: Hub,
    *,
    to: str,
    kind: str,
    part: Part,
    write: Write,
    wait: timedelta,
    now: datetime,
) -> OutboxMessage:
    """Put ``part`` into the mail of this ``kind`` that waits for ``to``, or into a new one.

    ``part`` holds its "key" and what ``write`` needs of it, as JSON; ``write`` makes the mail of all
    parts. Each part can be taken out for the whole ``wait``: a part that joins moves the mail's
    time, never beyond half an hour after its first. Raises ``BadAddressError``.
    """
    recipient = normalise(to)
    joinable = _waiting(hub, recipient, kind, (OutboxState.QUEUED,)).where(
        OutboxMessage.created_at >= now + wait - MOST
    )
    for row in session.scalars(joinable.limit(1)):
        _rewrite(row, [*row.body["parts"], part], write)
        row.due_at = max(row.due_at, now + wait)
        session.flush()
        return row
    return put(
        session,
        OutboxMessage(
            hub_id=hub.id,
            kind=kind,
            channel=EMAIL,
            recipient=recipient,
            body=_body([part], write),
            dedupe_key=part["key"],
            created_at=now,
            due_at=now + wait,
        ),
    )


def take_out(session: Session, hub: Hub, *, to: str, kind: str, key: str, write: Write) -> bool:
    """Whether the part was still in a mail nobody had begun to send; a mail without parts is gone."""
    waiting = _waiting(hub, normalise(to), kind, (OutboxState.QUEUED, OutboxState.HELD))
    for row in session.scalars(waiting):
        parts = row.body["parts"]
        left = [part for part in parts if part["key"] != key]
        if len(left) == len(parts):
            continue
        if left:
            _rewrite(row, left, write)
        else:
            session.delete(row)
        session.flush()
        return True
    return False


def _waiting(
    hub: Hub, recipient: str, kind: str, states: Sequence[OutboxState]
) -> Select[OutboxMessage]:
    """Newest first, locked: a sender who takes one meanwhile has it, and we see that it is taken."""
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.hub_id == hub.id,
            OutboxMessage.kind == kind,
            OutboxMessage.channel == EMAIL,
            OutboxMessage.recipient == recipient,
            OutboxMessage.state.in_(states),
            OutboxMessage.attempts == 0,
        )
        .order_by(OutboxMessage.id.desc())
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _rewrite(row: OutboxMessage, parts: Sequence[Part], write: Write) -> None:
    row.body = _body(parts, write)


def _body(parts: Sequence[Part], write: Write) -> dict[str, Any]:
    mail = write(parts)
    return {"subject": mail.subject, "text": mail.text, "html": mail.html, "parts": list(parts)}
