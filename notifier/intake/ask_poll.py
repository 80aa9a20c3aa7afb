"""Ask for a feed to be read at once: the row is made due, the next tick finds it."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Feed
from notifier.kit.errors import ConflictError


class FeedPausedError(ConflictError):
    """A paused feed is not read."""


def ask_poll(session: Session, feed: Feed, *, by: audit.Actor, now: datetime) -> None:
    """Make ``feed`` due now. Raises ``FeedPausedError`` when it is paused."""
    if not feed.is_active:
        raise FeedPausedError("止めている配信元です。読みこむ前に、再開してください。")
    feed.next_poll_at = now
    session.flush()
    audit.write(
        session,
        f"{by.label}が配信元「{feed.name}」をすぐ読みこむように頼みました。",
        verb="ask_poll",
        subject=("feed", feed.id),
        hub_id=feed.hub_id,
        by=by,
        now=now,
    )
