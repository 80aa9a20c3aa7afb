"""Stop sending to an address that does not take our mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.subscribers.models import Address, AddressState


def suspend(session: Session, address: Address, *, reason: str, now: datetime) -> Address:
    """Suspend ``address`` (it bounced); ``reason`` is a sentence without the address itself."""
    if address.state != AddressState.ACTIVE:
        return address
    address.state = AddressState.SUSPENDED
    address.reason = reason
    audit.write(
        session,
        f"読者の宛先への送信を止めました（{reason}）。",
        verb="subscribers.suspend",
        subject=("subscriber", address.subscriber_id),
        hub_id=address.hub_id,
        by=audit.machine("suspend"),
        now=now,
    )
    session.flush()
    return address
