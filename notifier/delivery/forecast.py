"""What the month's weekly sends will need, and which months have five of them. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from notifier.delivery.quota_view import PLANS
from notifier.hubs import Hub, next_weekly_slot, read_weekly
from notifier.kit import clock

MONTHS_AHEAD = 12
FIVE = 5


@dataclass(frozen=True, slots=True)
class MonthForecast:
    """One month: the days of its weekly sends, and how many messages they take."""

    first: date
    days: tuple[date, ...]
    messages: int
    allowed: int

    @property
    def sends(self) -> int:
        """How often the weekly edition goes."""
        return len(self.days)

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
    """Months from this one on whose calendar has five of the weekly days."""
    today = clock.local(now, hub.zone).date()
    weekday, _ = read_weekly(hub.schedule_weekly)
    begin = today.year * 12 + today.month - 1
    months = [date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + MONTHS_AHEAD)]
    found = []
    for first in months:
        days = _days(first, weekday)
        if len(days) == FIVE:
            going = tuple(day for day in days if day.isoformat() not in hub.rest_days)
            allowed = PLANS[hub.line_plan]
            found.append(MonthForecast(first, going, len(going) * friends, allowed))
    return found


def _days(first: date, weekday: int) -> list[date]:
    """The days with that ``weekday`` in the month that begins on ``first``."""
    length = monthrange(first.year, first.month)[1]
    days = [first.replace(day=number) for number in range(1, length + 1)]
    return [day for day in days if day.weekday() == weekday]
