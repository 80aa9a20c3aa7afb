"""The hub's weekly slot and sending window, asked for one edition."""

from datetime import date, datetime, time, timedelta

from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.hubs import Hub, next_weekly_slot
from notifier.kit import clock
from notifier.kit.errors import BadInputError


class OutsideWindowError(BadInputError):
    """The moment lies outside the hours in which the hub writes to people."""


class PastTimeError(BadInputError):
    """Somebody asked for a time that is over."""


def slot_on(hub: Hub, kind: str, on: date) -> datetime | None:
    """The usual sending moment of that kind on that day; None when the day has none."""
    if not kind_of(kind).is_scheduled:
        return None
    just_before = clock.at(on, time.min, hub.zone) - timedelta(seconds=1)
    slot = next_weekly_slot(hub, after=just_before)
    return slot if clock.local(slot, hub.zone).date() == on else None


def next_edition_day(hub: Hub, *, now: datetime) -> date:
    """The day of the next weekly edition."""
    return clock.local(next_weekly_slot(hub, after=now), hub.zone).date()


def starts_telling_at(hub: Hub, edition: Edition, *, now: datetime) -> datetime:
    """Dates before this moment are past for the readers of this edition."""
    planned = edition.send_at or slot_on(hub, edition.kind, edition.on)
    return max(planned or clock.at(edition.on, time.min, hub.zone), now)


def is_in_window(hub: Hub, moment: datetime) -> bool:
    """Whether the hub writes to people at that hour."""
    there = clock.local(moment, hub.zone)
    opens, closes = time.fromisoformat(hub.window_open), time.fromisoformat(hub.window_close)
    return opens <= there.time() <= closes


def check_window(hub: Hub, send_at: datetime) -> None:
    """Refuse to write to people at night."""
    if not is_in_window(hub, send_at):
        raise OutsideWindowError(
            f"{clock.say_moment(send_at, hub.zone)} は、お知らせを送ってよい時間"
            f"（{hub.window_open}–{hub.window_close}）の外です。"
            "時間内に承認しなおすか、送る時刻を選んでください。",
            field="send_at",
        )


def check_ahead(hub: Hub, asked: datetime, *, now: datetime) -> None:
    """Refuse a time that is over; the minute that runs is not."""
    if asked >= now.replace(second=0, microsecond=0):
        return
    day, today = (clock.local(moment, hub.zone).date() for moment in (asked, now))
    said = f"{clock.say_date(day, today=today)} {clock.say_time(asked, hub.zone)}"
    raise PastTimeError(
        f"{said} は、もう過ぎています（いまは {clock.say_moment(now, hub.zone)} です）。"
        "これからの日時を入れてください。",
        field="send_at",
    )
