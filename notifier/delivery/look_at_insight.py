"""What LINE counted afterwards: an edition by its unit, and the deliveries of its day."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
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
OVER = (EditionState.SENT, EditionState.STOPPED, EditionState.BLOCKED)
MULTICAST = "multicast"


def due_insights(session: Session, *, now: datetime) -> list[tuple[int, int]]:
    """(edition, day) LINE is to be asked about: a look is due, and nobody asked for an hour."""
    today = clock.local(now).date()
    looks: dict[int, list[InsightLook]] = {}
    sent = _sent_by_line(session, now)
    for look in session.scalars(
        select(InsightLook).where(InsightLook.edition_id.in_([one.id for one in sent]))
    ):
        looks.setdefault(look.edition_id, []).append(look)
    due = []
    for edition in sent:
        mine = looks.get(edition.id, [])
        answered = frozenset(one.day for one in mine if one.answered_at is not None)
        day = due_day(_sent_on(edition), today, answered)
        if day is not None and not any(_asked_lately(one.asked_at, now) for one in mine):
            due.append((edition.id, day))
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
        first = _sent_on(edition)
    if channel is None or unit is None:
        return False
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
    days = {(one.hub_id, _sent_on(one)) for one in _sent_by_line(session, now)}
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


def _sent_by_line(session: Session, now: datetime) -> list[Edition]:
    """Editions of the last weeks that made a LINE call, and are over."""
    return list(
        session.scalars(
            select(Edition)
            .where(
                Edition.state.in_(OVER),
                Edition.dispatched_at > now - ASKED_UNTIL - timedelta(days=1),
                select(Batch.id)
                .where(Batch.edition_id == Edition.id, Batch.channel == "line", Batch.calls > 0)
                .exists(),
            )
            .order_by(Edition.id)
        )
    )


def _sent_on(edition: Edition) -> date:
    """The day in Japan its sending began, by which LINE counts."""
    return clock.local(edition.dispatched_at or edition.composed_at).date()


def _asked_lately(asked_at: datetime, now: datetime) -> bool:
    """A moment in the future was written before the clock was set back."""
    return now - ASK_AGAIN < asked_at <= now
