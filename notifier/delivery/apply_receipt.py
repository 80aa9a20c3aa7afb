"""What a returned mail changes: the delivery, and whether its address is written to again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.delivery.models import Delivery, DeliveryState
from notifier.delivery.returned import WENT_OUT, find_returned
from notifier.delivery.workflow import delivery_may
from notifier.hubs import Hub
from notifier.mailroom import BounceVerdict, InboxEvent, mark_handled, receive_event, sentence_of
from notifier.subscribers import Address, suspend, unsubscribe

SOURCE = "bounce"
LOOKED_AT = 5
# Says nothing about the reader: a full box is alive, and what our own sending did would put a whole provider's readers aside.
NOT_THE_READERS = frozenset(
    {
        *("mailbox_full", "too_big", "auth_failure", "spam", "blocked", "sender_refused"),
        *("relay_denied", "policy"),
    }
)
TOO_MANY = 3
BY_COMPLAINT = "「迷惑メール」としての届け出"

Outcome = Literal["applied", "ignored", "unknown_recipient", "seen"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it; ``is_stopped``: this mail ended the sending to its address."""

    outcome: Outcome
    delivery_id: int | None = None
    is_stopped: bool = False


def apply_bounce(
    session: Session, hub: Hub, verdict: BounceVerdict, *, raw: bytes, now: datetime
) -> Applied:
    """Act on one returned mail, once: ``raw`` is the mail itself, of which only a hash stays.

    For good (hard): the address is suspended. For now (soft): when three of its last five mails
    came back. A full mailbox never counts against an address, a vacation note changes nothing.
    """
    if not _is_new(session, hub, verdict, raw, now):
        return Applied("seen")
    if verdict.kind in {"none", "vacation"}:
        return Applied("ignored")
    delivery = find_returned(session, hub, verdict, now=now)
    if delivery is None:
        return Applied("unknown_recipient")
    address = session.get_one(Address, delivery.address_id)
    was = address.state
    if verdict.kind == "complaint":
        unsubscribe(session, address, how=BY_COMPLAINT, now=now)
    else:
        _mark_bounced(session, hub, delivery, verdict, now)
        reason = _reason_to_suspend(session, delivery, verdict)
        if reason:
            suspend(session, address, reason=reason, now=now)
    session.flush()
    return Applied("applied", delivery.id, is_stopped=address.state != was)


def _is_new(session: Session, hub: Hub, verdict: BounceVerdict, raw: bytes, now: datetime) -> bool:
    event_id = hashlib.sha256(raw).hexdigest()
    is_new = receive_event(
        session, hub.id, source=SOURCE, event_id=event_id, kind=verdict.kind, raw=b"", now=now
    )
    if is_new:
        event = session.scalars(
            select(InboxEvent).where(
                InboxEvent.hub_id == hub.id,
                InboxEvent.source == SOURCE,
                InboxEvent.event_id == event_id,
            )
        ).one()
        mark_handled(session, event, now=now)
    return is_new


def _mark_bounced(
    session: Session, hub: Hub, delivery: Delivery, verdict: BounceVerdict, now: datetime
) -> None:
    """Accepted by a mail server is not read by a person: the ledger learns that it came back.

    Also before its worker recorded that it went, which a second's turn may be late for.
    """
    if not delivery_may(delivery.state.value, DeliveryState.BOUNCED.value):
        return
    delivery.state = DeliveryState.BOUNCED
    delivery.reason = sentence_of(verdict.reason_key, sender=hub.mail_from)
    delivery.reason_key = verdict.reason_key
    delivery.updated_at = now
    audit.write(
        session,
        f"メールが1通戻りました（{sentence_of(verdict.reason_key)}）",
        verb="delivery.bounced",
        subject=("edition", delivery.edition_id),
        hub_id=hub.id,
        by=audit.machine("bounce"),
        now=now,
    )
    session.flush()


def _reason_to_suspend(session: Session, delivery: Delivery, verdict: BounceVerdict) -> str:
    """Why the address is not written to any more; empty: it is."""
    if verdict.kind == "hard":
        return sentence_of(verdict.reason_key)
    if verdict.kind != "soft" or verdict.reason_key in NOT_THE_READERS:
        return ""
    last = session.execute(
        select(Delivery.state, Delivery.reason_key)
        .where(
            Delivery.hub_id == delivery.hub_id,
            Delivery.address_id == delivery.address_id,
            Delivery.state.in_(WENT_OUT),
        )
        .order_by(Delivery.id.desc())
        .limit(LOOKED_AT)
    ).all()
    came_back = [
        key for state, key in last if state is DeliveryState.BOUNCED and key not in NOT_THE_READERS
    ]
    if len(came_back) < TOO_MANY:
        return ""
    return (
        f"{LOOKED_AT}回のうち{len(came_back)}回届きませんでした。{sentence_of(verdict.reason_key)}"
    )
