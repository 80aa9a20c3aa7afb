"""When LINE is asked what it counted of an edition. Pure.

Its numbers grow for fourteen days and are frozen then; a day's deliveries are counted the next day.
"""

from datetime import date, timedelta

LOOK_DAYS = (1, 3, 7, 15)
ASKED_UNTIL = timedelta(days=30)  # LINE answers for at most 30 days after the first
DAY_ASKED_UNTIL = timedelta(days=7)


def due_day(sent_on: date, today: date, answered: frozenset[int]) -> int | None:
    """The look that is due now: the latest day reached, unless it was answered.

    Looks that were missed while the service stood still are not made up: the later one says more.
    """
    if today > sent_on + ASKED_UNTIL:
        return None
    reached = [day for day in LOOK_DAYS if sent_on + timedelta(days=day) <= today]
    return reached[-1] if reached and reached[-1] not in answered else None


def is_day_due(on: date, today: date) -> bool:
    """Whether LINE may have counted the deliveries of ``on``, and is still worth asking."""
    return on < today <= on + DAY_ASKED_UNTIL
