"""What LINE counted afterwards: an edition by its unit, and the deliveries of its day."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.insight_days import ASKED_UNTIL, due_day, is_day_due
from notifier.delivery.models import Batch, InsightLook, LineDay
from notifier.editions import Edition, EditionState
from notifier.hubs import ChannelPurpose, line_channel
from notifier.kit import clock
from notifier.kit.db import writing
from notifier.mailroom import channel_token
from notifier.wire import line_insight

ASK_AGAIN = timedelta(hours=1)
LATE_DAYS = timedelta(days=14)  # an edition goes a week after its day at the latest
MULTICAST = "multicast"


def due_insights(session: Session, *, now: datetime) -> list[tuple[int, int]]:
    """(edition, day) LINE is to be asked about: a look is due, and nobody asked for an hour."""
    today = clock.local(now).date()
    looks: dict[int, list[InsightLook]] = {}
    called = _called(session, now)
    for look in session.scalars(select(InsightLook).where(InsightLook.edition_id.in_(called))):
        looks.setdefault(look.edition_id, []).append(look)
    due = []
    for edition_id, (_, first, _) in called.items():
        mine = looks.get(edition_id, [])
        answered = frozenset(one.day for one in mine if one.answered_at is not None)
        day = due_day(clock.local(first).date(), today, answered)
        if day is not None and not any(_asked_lately(one.asked_at, now) for one in mine):
            due.append((edition_id, day))
    return due


def look_at_insight(edition_id: int, day: int, *, now: datetime) -> bool:
    """Ask LINE what it counted of the edition, with no transaction open; whether it answered.

    Raises ``UnavailableError`` when it did not; that it was asked stays.
    """
    with writing() as session:
        edition = session.get_one(Edition, edition_id, with_for_update=True)
        look = session.scalar(
            select(InsightLook).where(InsightLook.edition_id == edition.id, InsightLook.day == day)
        ) or InsightLook(hub_id=edition.hub_id, edition_id=edition.id, day=day)
        look.asked_at = now
        session.add(look)
        channel = line_channel(session, edition.hub_id, ChannelPurpose.READERS)
        unit = session.scalar(
            select(Batch.unit).where(Batch.edition_id == edition.id, Batch.unit != "").limit(1)
        )
        began_at = line_began_at(session, edition)
    if channel is None or unit is None or began_at is None:
        return False
    first = clock.local(began_at).date()
    found = line_insight.unit_insight(
        settings().line_api_url,
        channel_token(channel, now=now),
        unit,
        first=first,
        last=min(clock.local(now).date(), first + ASKED_UNTIL),
    )
    with writing() as session:
        look = session.scalars(
            select(InsightLook).where(InsightLook.edition_id == edition_id, InsightLook.day == day)
        ).one()
        look.answered_at, look.saw, look.tapped = now, found.saw, found.tapped
    return True


def due_line_days(session: Session, *, now: datetime) -> list[tuple[int, date]]:
    """(hub, day) of editions whose deliveries LINE may have counted by now and we do not know."""
    today = clock.local(now).date()
    days = {
        (hub_id, clock.local(moment).date())
        for hub_id, *moments in _called(session, now).values()
        for moment in moments
    }
    due = []
    for hub_id, on in sorted(one for one in days if is_day_due(one[1], today)):
        known = line_day(session, hub_id, on)
        if known is None or (known.delivered is None and not _asked_lately(known.asked_at, now)):
            due.append((hub_id, on))
    return due


def look_at_line_day(hub_id: int, on: date, *, now: datetime) -> bool:
    """Ask LINE how many messages it delivered that day; as ``look_at_insight``."""
    with writing() as session:
        day = line_day(session, hub_id, on) or LineDay(hub_id=hub_id, on=on, kind=MULTICAST)
        day.asked_at = now
        session.add(day)
        channel = line_channel(session, hub_id, ChannelPurpose.READERS)
    if channel is None:
        return False
    token = channel_token(channel, now=now)
    delivered = line_insight.delivered_on(settings().line_api_url, token, MULTICAST, on)
    with writing() as session:
        day = line_day(session, hub_id, on) or LineDay(hub_id=hub_id, on=on, kind=MULTICAST)
        day.asked_at, day.delivered = now, delivered
        session.add(day)
    return delivered is not None


def line_day(session: Session, hub_id: int, on: date) -> LineDay | None:
    """What LINE said of that day's multicasts."""
    return session.scalar(
        select(LineDay).where(LineDay.hub_id == hub_id, LineDay.on == on, LineDay.kind == MULTICAST)
    )


def insight_of(session: Session, edition: Edition) -> list[InsightLook]:
    """Every answer LINE gave about an edition, oldest first."""
    return list(
        session.scalars(
            select(InsightLook)
            .where(
                InsightLook.hub_id == edition.hub_id,
                InsightLook.edition_id == edition.id,
                InsightLook.answered_at.is_not(None),
            )
            .order_by(InsightLook.day)
        )
    )


def line_began_at(session: Session, edition: Edition) -> datetime | None:
    """When LINE was first called for the edition: by the day in Japan of it LINE counts. An edition
    that was held back halfway and went on later began when its first readers got it."""
    found: datetime | None = session.scalar(
        select(func.min(Batch.first_attempt_at)).where(Batch.edition_id == edition.id, *_IS_CALLED)
    )
    return found


_IS_CALLED = (Batch.channel == "line", Batch.calls > 0)


def _called(session: Session, now: datetime) -> dict[int, tuple[int, datetime, datetime]]:
    """Editions of the last weeks of which nothing is on its way, and the hub and the first and the
    last call of each: also those that were brought back to the desk and never went on."""
    since = now - ASKED_UNTIL - timedelta(days=1)
    rows = session.execute(
        select(
            Edition.id,
            Edition.hub_id,
            func.min(Batch.first_attempt_at),
            func.max(Batch.first_attempt_at),
        )
        .join(Batch, Batch.edition_id == Edition.id)
        .where(
            Edition.state != EditionState.DISPATCHING,
            Edition.on > clock.local(since).date() - LATE_DAYS,
            Batch.first_attempt_at.is_not(None),
            *_IS_CALLED,
        )
        .group_by(Edition.id, Edition.hub_id)
        .having(func.min(Batch.first_attempt_at) > since)
        .order_by(Edition.id)
    )
    return {one: (hub_id, first, last) for one, hub_id, first, last in rows if first and last}


def _asked_lately(asked_at: datetime, now: datetime) -> bool:
    """A moment in the future was written before the clock was set back."""
    return now - ASK_AGAIN < asked_at <= now
