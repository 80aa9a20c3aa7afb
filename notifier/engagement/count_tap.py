"""One tap on a link: counted per (edition, listing, channel, day), never per person."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.editions import Link, find_link
from notifier.engagement.models import LinkTaps
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.kit.errors import NotFoundError


class UnknownCodeError(NotFoundError):
    """No link has that code."""


def target_of(session: Session, code: str) -> str:
    """Where a code leads, without counting. Raises ``UnknownCodeError``."""
    return _link(session, code).url


def count_tap(session: Session, code: str, *, now: datetime) -> str:
    """Count one tap and return the stored address; the only place a redirect may lead to.

    The counter is one statement, so that taps at the same moment all count.
    """
    link = _link(session, code)
    day = clock.local(now, get_hub(session, link.hub_id).zone).date()
    insert: Any = (
        postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    )
    session.execute(
        insert(LinkTaps)
        .values(
            hub_id=link.hub_id,
            edition_id=link.edition_id,
            listing_id=link.listing_id,
            channel=link.channel,
            on=day,
            count=1,
        )
        .on_conflict_do_update(
            index_elements=["edition_id", "listing_id", "channel", "on"],
            set_={"count": LinkTaps.count + 1},
        )
    )
    return link.url


def _link(session: Session, code: str) -> Link:
    link = find_link(session, code)
    if link is None:
        raise UnknownCodeError(
            "このリンクは見つかりません。届いたお知らせのリンクを、もう一度ひらいてみてください。"
        )
    return link
