"""A reader's wishes change."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.subscribers.find_or_add_profile import find_or_add_profile
from notifier.subscribers.models import Subscriber
from notifier.subscribers.wishes import Wishes


def change_preferences(
    session: Session, subscriber: Subscriber, wishes: Wishes, *, by: audit.Actor, now: datetime
) -> Subscriber:
    """From now on ``wishes`` count. The trail says that they changed, never to what."""
    profile = find_or_add_profile(session, subscriber.hub_id, wishes)
    if profile.id == subscriber.profile_id:
        return subscriber
    subscriber.profile_id = profile.id
    audit.write(
        session,
        f"{by.label}が配信設定を変えました。",
        verb="subscribers.change_preferences",
        subject=("subscriber", subscriber.id),
        hub_id=subscriber.hub_id,
        by=by,
        now=now,
    )
    session.flush()
    return subscriber


def choose_channel(
    session: Session, subscriber: Subscriber, channel: str, *, by: audit.Actor, now: datetime
) -> Subscriber:
    """Which of several ways they prefer; empty = whichever comes first."""
    if subscriber.preferred_channel != channel:
        subscriber.preferred_channel = channel
        audit.write(
            session,
            f"{by.label}が受け取る方法を変えました。",
            verb="subscribers.choose_channel",
            subject=("subscriber", subscriber.id),
            hub_id=subscriber.hub_id,
            by=by,
            now=now,
        )
        session.flush()
    return subscriber
