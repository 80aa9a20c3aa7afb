"""Make a magic link to one submitter's own items: random, stored hashed, revocable."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.directory import LineSender
from notifier.hubs import Hub
from notifier.intake.models import SubmitterLink
from notifier.kit import tokens
from notifier.mailroom import mail_address

LIFE = timedelta(days=400)  # a year's programme, and the month in which the next one is sent
LINE_LIFE = timedelta(
    days=7
)  # a message in LINE is passed on with one tap; a new link is one word away


def issue_line_link(
    session: Session, sender: LineSender, *, now: datetime
) -> tuple[SubmitterLink, str]:
    """The link to what one LINE sender handed in (and her address, where that is proved)."""
    token, token_hash = tokens.new_token()
    link = SubmitterLink(
        hub_id=sender.hub_id,
        email=sender.email,
        line_sender_id=sender.id,
        token_hash=token_hash,
        created_at=now,
        expires_at=now + LINE_LIFE,
    )
    session.add(link)
    session.flush()
    return link, token


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
