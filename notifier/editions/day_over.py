"""An edition whose day is over: until when people who lack it may still be sent it, if a person says so.

Nothing goes out late by itself. What a person agrees to knowingly is another thing: who has not got
Saturday's edition may want it on Monday, without what is over by then. A week later the next one is
there. Pure.
"""

from datetime import date, datetime, timedelta

from notifier.editions.models import Edition
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError

LATE_DAYS = 6


class DayOverError(BadInputError):
    """The edition's day is over, and nobody said that it shall go late, or it is too late for that."""


def is_day_over(hub: Hub, edition: Edition, *, now: datetime) -> bool:
    """Whether the edition can only go late."""
    return edition.on < clock.local(now, hub.zone).date()


def late_until(edition: Edition) -> date:
    """The last day on which the edition may be sent."""
    return last_day_for(edition.on)


def last_day_for(on: date) -> date:
    """The last day on which the edition of that day may be sent."""
    return on + timedelta(days=LATE_DAYS)


def check_day(hub: Hub, edition: Edition, *, at: datetime, late: bool, now: datetime) -> None:
    """Refuse to send it ``at`` that moment after its day, unless a person agreed to ``late``."""
    last, said = late_until(edition), clock.say_date(edition.on)
    if clock.local(at, hub.zone).date() > last:
        raise DayOverError(
            f"{said}の便を遅れて送れるのは、{clock.say_date(last)}までです。次の便を作ってください。",
            field="on",
        )
    if is_day_over(hub, edition, now=now) and not late:
        raise DayOverError(
            f"{said}の便は、日が過ぎています。まだ届いていない人に送るときは、"
            "「遅れて送る」にしるしを入れて承認してください。",
            field="late",
        )
