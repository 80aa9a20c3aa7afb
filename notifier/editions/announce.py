"""The announcing plan: which editions should tell of an item, counted back from what it is for. Pure.

Somebody who hears of an event too late cannot come, and who hears of it too early forgets. So an item
is told in the last editions before its day; when one must apply, before the deadline, with time to act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DAYS_TO_ACT = 2

Goal = Literal["event", "deadline"]


@dataclass(frozen=True, slots=True)
class AnnouncingPlan:
    """``days`` are editions, in order; none means that no edition comes in time. ``goal_on`` is the
    day they are counted back from."""

    goal: Goal
    goal_on: date
    days: tuple[date, ...]

    @property
    def is_too_late(self) -> bool:
        """Whether no edition tells of it in time."""
        return not self.days


def announcing_plan(
    *,
    next_on: date,
    apply_by: date | None,
    edition_days: Sequence[date],
    horizon_days: int,
    times: int,
) -> AnnouncingPlan:
    """The last ``times`` of ``edition_days`` that leave time before ``next_on`` or the deadline.

    ``edition_days`` are the coming sendings in order. A deadline after the event counts for nothing.
    An edition on the morning of the event itself is taken only when there is no earlier one.
    """
    if apply_by is not None and apply_by <= next_on:
        goal: Goal = "deadline"
        goal_on, latest = apply_by, apply_by - timedelta(days=DAYS_TO_ACT)
    else:
        goal, goal_on, latest = "event", next_on, next_on - timedelta(days=1)
    first = goal_on - timedelta(days=horizon_days)
    fitting = [day for day in edition_days if first <= day <= latest]
    last_resort = [day for day in edition_days if latest < day <= goal_on]
    return AnnouncingPlan(goal, goal_on, tuple(fitting[-times:] or last_resort[:1]))
