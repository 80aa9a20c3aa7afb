"""Say yes: the link of the confirmation mail, good once and for seven days."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.kit.errors import ExpiredLinkError
from notifier.kit.tokens import hash_token
from notifier.subscribers.consent import record_consent
from notifier.subscribers.models import Address, AddressState, Subscriber, SubscriberState
from notifier.subscribers.suppression import lift_suppression

READER = audit.Actor("reader", "読者")


class UsedConfirmationError(ExpiredLinkError):
    """The confirmation link was used already, is too old, or a newer one was sent."""

    def __init__(self) -> None:
        super().__init__(
            "この確認リンクは、すでに使われたか、期限が切れています。もう一度登録すると、新しい確認メールをお送りします。"
        )


def find_unconfirmed(session: Session, hub_id: int, token: str, *, now: datetime) -> Address:
    """The address this link would confirm; ``UsedConfirmationError`` when there is none."""
    found = session.scalar(
        select(Address).where(Address.hub_id == hub_id, Address.confirm_hash == hash_token(token))
    )
    if found is None or found.confirm_expires_at is None or found.confirm_expires_at < now:
        raise UsedConfirmationError
    return found


def confirm(session: Session, hub_id: int, token: str, *, now: datetime) -> Subscriber:
    """The owner of the address said yes: consent is recorded, the wishes count from now on."""
    address = find_unconfirmed(session, hub_id, token, now=now)
    spent = session.execute(
        update(Address)
        .where(Address.id == address.id, Address.confirm_hash == hash_token(token))
        .values(confirm_hash="", confirm_expires_at=None)
        .returning(Address.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if spent is None:
        raise UsedConfirmationError
    session.refresh(address)
    # Locked: whoever leaves by another address just now must not end the person we say yes to.
    reader = session.get_one(
        Subscriber, address.subscriber_id, with_for_update=True, populate_existing=True
    )
    address.state = AddressState.ACTIVE
    address.reason = ""
    address.confirmed_at = now
    address.ended_at = None
    if address.pending_profile_id is not None:
        reader.profile_id = address.pending_profile_id
        address.pending_profile_id = None
    if reader.state == SubscriberState.ENDED:
        reader.state, reader.ended_at = SubscriberState.ACTIVE, None
    lift_suppression(session, hub_id, channel=address.channel, address=address.address)
    record_consent(
        session,
        address,
        is_given=True,
        place=reader.source or "web",
        how="確認メールのリンク",
        at=now,
    )
    audit.write(
        session,
        "読者が確認メールのリンクで登録を確定しました。",
        verb="subscribers.confirm",
        subject=("subscriber", reader.id),
        hub_id=hub_id,
        by=READER,
        now=now,
    )
    session.flush()
    return reader
