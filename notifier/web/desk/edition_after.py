"""What came of a sent edition: the ways, what LINE counted, who came and who left around it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import delivery, subscribers
from notifier.delivery import InsightLook
from notifier.editions import Edition
from notifier.engagement import HIDDEN, shown
from notifier.hubs import Hub
from notifier.kit import clock

AROUND = timedelta(hours=48)
SETTLES_AFTER = 14  # days until LINE's numbers stand still


@dataclass(frozen=True, slots=True)
class Look:
    """LINE's count so many days after the sending, as people may see it."""

    day: int
    at: datetime
    saw: str
    tapped: str


@dataclass(frozen=True, slots=True)
class After:
    """``delivered`` is of the whole day, None while LINE has not counted it. ``is_around_over``:
    the 48 hours in which friends came and left are over."""

    looks: tuple[Look, ...]
    next_look: str
    is_settled: bool
    day: str
    delivered: int | None
    came: int
    left: int
    is_around_over: bool


def after(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> After | None:
    """None when nothing of it went by LINE."""
    began_at = delivery.line_began_at(session, edition)
    if began_at is None:
        return None
    sent_on = clock.local(began_at).date()
    looks = delivery.insight_of(session, edition)
    until = began_at + AROUND
    came, left = subscribers.friends_moved(session, hub.id, began_at, until)
    of_day = delivery.line_day(session, hub.id, sent_on)
    coming = [
        sent_on + timedelta(days=day)
        for day in delivery.LOOK_DAYS
        if sent_on + timedelta(days=day) > clock.local(now).date()
    ]
    return After(
        looks=tuple(_look(one) for one in looks),
        next_look=clock.say_date(coming[0]) if coming else "",
        is_settled=bool(looks) and looks[-1].day > SETTLES_AFTER,
        day=clock.say_date(sent_on),
        delivered=of_day.delivered if of_day else None,
        came=came,
        left=left,
        is_around_over=now >= until,
    )


def _look(one: InsightLook) -> Look:
    assert one.answered_at is not None  # noqa: S101 - only answered ones are read
    return Look(one.day, one.answered_at, _people(one.saw), _people(one.tapped))


def _people(number: int | None) -> str:
    """LINE's null means fewer than twenty, and is never a zero."""
    return HIDDEN if number is None else shown(number)
