"""Reads of feeds and their items."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.intake.feed_news import KnownItem
from notifier.intake.feed_schedule import LEASE
from notifier.intake.models import Feed, FeedItem, Submission
from notifier.kit.errors import NotFoundError


def feeds(session: Session, hub_id: int) -> list[Feed]:
    """The hub's feeds in the order they were written down."""
    return list(session.scalars(select(Feed).where(Feed.hub_id == hub_id).order_by(Feed.id)))


def find_feed(session: Session, hub_id: int, feed_id: int) -> Feed:
    """One feed of this hub; ``NotFoundError`` for any other."""
    found = session.get(Feed, feed_id)
    if found is None or found.hub_id != hub_id:
        raise NotFoundError("その配信元はこの拠点にありません。")
    return found


def feed_by_key(session: Session, hub_id: int, key: str) -> Feed:
    """The feed with that key; ``NotFoundError`` names the key."""
    found = session.scalar(select(Feed).where(Feed.hub_id == hub_id, Feed.key == key))
    if found is None:
        raise NotFoundError(f"配信元「{key}」はこの拠点にありません。")
    return found


def due_feed_ids(
    session: Session, *, now: datetime, limit: int, hub_id: int | None = None
) -> list[int]:
    """The feeds to ask now, those waiting longest first; of all hubs unless one is named."""
    query = select(Feed.id).where(Feed.is_active, Feed.next_poll_at <= now)
    if hub_id is not None:
        query = query.where(Feed.hub_id == hub_id)
    return list(session.scalars(query.order_by(Feed.next_poll_at, Feed.id).limit(limit)))


def known_items(session: Session, hub_id: int, feed_id: int) -> list[KnownItem]:
    """What was seen in that feed before, as plain data."""
    rows = session.scalars(
        select(FeedItem).where(FeedItem.hub_id == hub_id, FeedItem.feed_id == feed_id)
    ).all()
    latest = max((row.last_seen_at for row in rows), default=None)
    return [
        KnownItem(
            row.id,
            row.external_id,
            row.likeness,
            row.content_hash,
            row.last_on,
            row.vanished_at is not None,
            latest is not None and row.last_seen_at >= latest - LEASE,
        )
        for row in rows
    ]


def item_counts(session: Session, hub_id: int) -> dict[int, tuple[int, int]]:
    """{feed id: (items seen so far, of these no longer in their calendar)}."""
    rows = session.execute(
        select(FeedItem.feed_id, func.count(), func.count(FeedItem.vanished_at))
        .where(FeedItem.hub_id == hub_id)
        .group_by(FeedItem.feed_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def latest_revision(
    session: Session, hub_id: int, *, source: str, external_id: str
) -> Submission | None:
    """The newest version of what came under that id."""
    return session.scalars(
        select(Submission)
        .where(
            Submission.hub_id == hub_id,
            Submission.source == source,
            Submission.external_id == external_id,
        )
        .order_by(Submission.revision.desc())
        .limit(1)
    ).first()
