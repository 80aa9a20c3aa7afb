"""How often a day an address may be written to about what came from it, however it came."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom import allow

PER_ADDRESS = 5
DAY = timedelta(days=1)


def may_write_to(session: Session, hub: Hub, email: str, *, now: datetime) -> bool:
    """Whether the address was not written to too often today; the asking counts.

    Anybody can type an address into the form, or into a mail's From: its owner must not be flooded.
    """
    return allow(
        session,
        purpose="submit-mail",
        key=f"{hub.id}:{email}",
        limit=PER_ADDRESS,
        window=DAY,
        now=now,
    )
