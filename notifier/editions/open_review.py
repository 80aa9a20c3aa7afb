"""Open a review link: the edition it belongs to, and nothing else of the hub."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.models import Edition, ReviewLink
from notifier.kit.errors import ExpiredLinkError
from notifier.kit.tokens import hash_token


class ReviewLinkError(ExpiredLinkError):
    """The link is unknown, ended or too old; which of them is not said."""


def open_review(session: Session, token: str, *, now: datetime) -> tuple[ReviewLink, Edition]:
    """The living link behind ``token`` and its edition; raises ``ReviewLinkError`` otherwise."""
    link = session.scalar(select(ReviewLink).where(ReviewLink.token_hash == hash_token(token)))
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise ReviewLinkError(
            "この確認リンクは使えません。期限が切れたか、止められています。"
            "拠点に新しいリンクを出してもらってください。"
        )
    edition = session.scalar(
        select(Edition).where(Edition.hub_id == link.hub_id, Edition.id == link.edition_id)
    )
    if edition is None:
        raise ReviewLinkError("この号は、もうありません。")
    return link, edition
