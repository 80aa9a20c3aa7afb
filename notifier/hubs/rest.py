"""Weeks without the weekly edition, decided beforehand by a person, and taken back again."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.models import Hub
from notifier.hubs.schedule import read_weekly
from notifier.kit import clock
from notifier.kit.errors import BadInputError


class BadRestDayError(BadInputError):
    """Not a day on which the weekly edition would go."""


def rest(
    session: Session, hub: Hub, days: Iterable[date], *, by: audit.Actor, now: datetime
) -> None:
    """No weekly edition on these days; those that rest already stay so.

    Raises ``BadRestDayError`` for a day that is over or of another weekday than the schedule's.
    """
    session.refresh(hub, with_for_update=True)
    weekday, _ = read_weekly(hub.schedule_weekly)
    today = clock.local(now, hub.zone).date()
    new = sorted({day for day in days if day.isoformat() not in hub.rest_days})
    for day in new:
        if day < today or day.weekday() != weekday:
            raise BadRestDayError(
                f"{clock.say_date(day)}は、これからの定期の便の日ではありません。", field="day"
            )
    if not new:
        return
    hub.rest_days = sorted({*hub.rest_days, *(day.isoformat() for day in new)})
    _note(session, hub, new, "の定期の便を休みにしました。", verb="hub.rest", by=by, now=now)


def work_again(
    session: Session, hub: Hub, days: Iterable[date], *, by: audit.Actor, now: datetime
) -> None:
    """The weekly edition goes on these days after all; days that do not rest are passed over."""
    session.refresh(hub, with_for_update=True)
    back = sorted({day for day in days if day.isoformat() in hub.rest_days})
    if not back:
        return
    said = {day.isoformat() for day in back}
    hub.rest_days = [day for day in hub.rest_days if day not in said]
    words = "の定期の便を休みにするのをやめました。"
    _note(session, hub, back, words, verb="hub.work_again", by=by, now=now)


def _note(  # noqa: PLR0913 - what an audit sentence takes
    session: Session,
    hub: Hub,
    days: list[date],
    words: str,
    *,
    verb: str,
    by: audit.Actor,
    now: datetime,
) -> None:
    audit.write(
        session,
        f"{by.label}が、{'・'.join(clock.say_date(day) for day in days)}{words}",
        verb=verb,
        subject=("hub", hub.id),
        hub_id=hub.id,
        by=by,
        now=now,
        detail={"days": [day.isoformat() for day in days]},
    )
    session.flush()
