"""Make a magic link to one submitter's own items: random, stored hashed, revocable."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.intake.models import SubmitterLink
from notifier.kit import tokens
from notifier.mailroom import mail_address

LIFE = timedelta(days=400)  # a year's programme, and the month in which the next one is sent


def issue_link(
    session: Session, hub: Hub, *, email: str, now: datetime
) -> tuple[SubmitterLink, str]:
    """The stored link and its token, which is told once and never stored.

    Raises ``BadAddressError`` when ``email`` is no mail address.
    """
    token, token_hash = tokens.new_token()
    link = SubmitterLink(
        hub_id=hub.id,
        email=mail_address.normalise(email),
        token_hash=token_hash,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(link)
    session.flush()
    return link, token
