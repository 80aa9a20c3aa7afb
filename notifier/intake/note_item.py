"""Remember an item of a feed as it was just seen."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.intake.claim_feed import ClaimedFeed
from notifier.intake.feed_news import News
from notifier.intake.models import FeedItem

_GONE = frozenset({"vanished", "cancelled"})


def note_item(session: Session, feed: ClaimedFeed, news: News, *, now: datetime) -> FeedItem:
    """The row of the item ``news`` is about, made when it is new."""
    item = session.get(FeedItem, news.item_id) if news.item_id else None
    if item is None:
        item = FeedItem(hub_id=feed.hub_id, feed_id=feed.feed_id, first_seen_at=now)
        session.add(item)
    item.vanished_at = now if news.event in _GONE else None
    entry = news.entry
    if entry is not None:
        item.last_seen_at = now
        item.title = entry.title
    if entry is not None and news.event != "cancelled":
        item.external_id = entry.external_id
        item.likeness = entry.likeness
        item.content_hash = entry.content_hash
        item.last_on = entry.last_on
    session.flush()
    return item
