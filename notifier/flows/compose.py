"""Compose an edition with everything it may tell: listings, and what readers' opinions led to."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier import editions, engagement
from notifier.audit import Actor
from notifier.editions import Edition
from notifier.hubs import Hub

WITH_VOICES = "weekly"


def compose(
    session: Session, hub: Hub, *, kind: str, on: date, by: Actor, now: datetime
) -> Edition:
    """See ``editions.compose``; the weekly edition also gets the published answers not yet told."""
    edition = editions.compose(session, hub, kind=kind, on=on, by=by, now=now)
    if kind == WITH_VOICES:
        engagement.bring_voices(session, edition, by=by, now=now)
    return edition
