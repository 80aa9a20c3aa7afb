"""Open a submitter's link."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.intake.models import SubmitterLink
from notifier.kit.errors import ExpiredLinkError
from notifier.kit.tokens import hash_token


class SubmitterLinkError(ExpiredLinkError):
    """The link is unknown here, revoked or too old; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(
            "このリンクは使えません。期限が切れたか、新しいリンクに替わっています。"
            "メールアドレスを入れると、新しいリンクをお送りします。"
        )


def open_link(session: Session, hub_id: int, token: str, *, now: datetime) -> SubmitterLink:
    """The living link of this hub behind ``token``; raises ``SubmitterLinkError`` otherwise."""
    link = session.scalars(
        select(SubmitterLink).where(
            SubmitterLink.hub_id == hub_id, SubmitterLink.token_hash == hash_token(token)
        )
    ).first()
    if link is None or link.revoked_at or link.expires_at <= now:
        raise SubmitterLinkError
    return link


def note_use(session: Session, link: SubmitterLink, *, now: datetime) -> None:
    """Write down that the address proved to be its owner's (the first act through the link)."""
    link.last_used_at = now
    session.flush()
