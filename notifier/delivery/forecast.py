"""What the month's weekly sends will need, and which months have five of them. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from notifier.delivery.quota import PLANS
from notifier.hubs import Hub, next_weekly_slot
from notifier.kit import clock

MONTHS_AHEAD = 12
FIVE = 5
# yen a month before tax; the free plan and the light one cannot buy more messages
PLAN_PRICES = {"communication": 0, "light": 5_000, "standard": 15_000}


@dataclass(frozen=True, slots=True)
class MonthForecast:
    """One month: how many weekly sends, and how many messages they take."""

    first: date
    sends: int
    messages: int
    allowed: int

    @property
    def fits(self) -> bool:
        """Whether the plan carries the month."""
        return self.messages <= self.allowed


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weekly sends left this month at the present reach, and the long months ahead."""

    friends: int
    sends_left: int
    planned: int
    slots: tuple[datetime, ...]
    long_months: tuple[MonthForecast, ...]


def forecast(hub: Hub, *, friends: int, now: datetime) -> Forecast:
    """What ``friends`` LINE readers take: one message each per weekly send.

    It is the most there can be: who has no matching item gets no message.
    """
    slots = _slots_left(hub, now)
    return Forecast(
        friends=friends,
        sends_left=len(slots),
        planned=len(slots) * friends,
        slots=slots,
        long_months=tuple(_long_months(hub, friends, now)),
    )


def _slots_left(hub: Hub, now: datetime) -> tuple[datetime, ...]:
    """The weekly moments still to come in the hub's month."""
    month = clock.local(now, hub.zone).month
    slots: list[datetime] = []
    slot = next_weekly_slot(hub, after=now)
    while clock.local(slot, hub.zone).month == month:
        slots.append(slot)
        slot = next_weekly_slot(hub, after=slot)
    return tuple(slots)


def _long_months(hub: Hub, friends: int, now: datetime) -> list[MonthForecast]:
    """Months from this one on with five weekly sends."""
    today = clock.local(now, hub.zone).date()
    weekday = clock.local(next_weekly_slot(hub, after=now), hub.zone).weekday()
    begin = today.year * 12 + today.month - 1
    months = [date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + MONTHS_AHEAD)]
    return [
        MonthForecast(first, FIVE, FIVE * friends, PLANS[hub.line_plan])
        for first in months
        if _times(first, weekday) == FIVE
    ]


def _times(first: date, weekday: int) -> int:
    """How often ``weekday`` falls into the month that begins on ``first``."""
    days = monthrange(first.year, first.month)[1]
    before = (weekday - first.weekday()) % 7
    return (days - before - 1) // 7 + 1
