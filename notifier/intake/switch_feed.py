"""Pause a feed, or ask it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Feed


def switch_feed(session: Session, feed: Feed, *, on: bool, by: audit.Actor, now: datetime) -> None:
    """Paused, the feed is left alone and keeps its items; switched on, it is due at once."""
    if feed.is_active == on:
        return
    feed.is_active = on
    if on:
        feed.next_poll_at = now
        feed.failures = 0
    session.flush()
    deed = "の取りこみを再開しました" if on else "の取りこみを止めました"
    audit.write(
        session,
        f"{by.label}が配信元「{feed.name}」{deed}。",
        verb="switch_feed",
        subject=("feed", feed.id),
        hub_id=feed.hub_id,
        by=by,
        now=now,
    )
