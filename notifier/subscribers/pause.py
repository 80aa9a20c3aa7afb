"""A reader rests for a while, and comes back by themselves or when the time is over."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.kit.clock import say_date
from notifier.kit.errors import BadInputError
from notifier.subscribers.models import Subscriber, SubscriberState


class BadPauseError(BadInputError):
    """A pause that ends before it begins, or of somebody who left."""


def pause(
    session: Session, subscriber: Subscriber, *, until: datetime, by: audit.Actor, now: datetime
) -> Subscriber:
    """Send nothing before ``until``."""
    if until <= now or subscriber.state == SubscriberState.ENDED:
        raise BadPauseError("お休みの期間を選びなおしてください。", field="pause")
    subscriber.state = SubscriberState.PAUSED
    subscriber.paused_until = until
    _note(
        session,
        subscriber,
        f"{by.label}が配信を{say_date(until.date())}まで休みにしました。",
        by,
        now,
    )
    return subscriber


def resume(
    session: Session, subscriber: Subscriber, *, by: audit.Actor, now: datetime
) -> Subscriber:
    """Send again from now on."""
    if subscriber.state == SubscriberState.PAUSED:
        subscriber.state = SubscriberState.ACTIVE
        subscriber.paused_until = None
        _note(session, subscriber, f"{by.label}が配信を再開しました。", by, now)
    return subscriber


def end_pauses(session: Session, *, now: datetime) -> int:
    """Wake every reader whose pause is over; returns how many."""
    woken = session.execute(
        update(Subscriber)
        .where(Subscriber.state == SubscriberState.PAUSED, Subscriber.paused_until <= now)
        .values(state=SubscriberState.ACTIVE, paused_until=None)
        .returning(Subscriber.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(woken)


def _note(
    session: Session, subscriber: Subscriber, sentence: str, by: audit.Actor, now: datetime
) -> None:
    audit.write(
        session,
        sentence,
        verb="subscribers.pause",
        subject=("subscriber", subscriber.id),
        hub_id=subscriber.hub_id,
        by=by,
        now=now,
    )
    session.flush()
