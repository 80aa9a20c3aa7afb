"""Take a feed away that never brought anything, such as a mistyped one."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Feed, FeedItem
from notifier.kit.errors import ConflictError


class FeedHasItemsError(ConflictError):
    """What came from it is told from news by its items: such a feed is paused, not removed."""


def remove_feed(session: Session, feed: Feed, *, by: audit.Actor, now: datetime) -> None:
    """Delete the row. Raises ``FeedHasItemsError`` when anything was ever seen in the feed."""
    of_feed = select(func.count()).where(
        FeedItem.hub_id == feed.hub_id, FeedItem.feed_id == feed.id
    )
    count = session.scalar(of_feed) or 0
    if count:
        raise FeedHasItemsError(
            f"この配信元からは{count}件見つけたので、消せません（消すと、同じものがまた新しく届きます）。"
            "使わないときは、読みこみを止めてください。"
        )
    name, feed_id, hub_id = feed.name, feed.id, feed.hub_id
    session.delete(feed)
    session.flush()
    audit.write(
        session,
        f"{by.label}が配信元「{name}」を消しました。",
        verb="remove_feed",
        subject=("feed", feed_id),
        hub_id=hub_id,
        by=by,
        now=now,
    )
