"""``/<hub>/``: what is coming, day by day or as a month, and what holds beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response

from notifier.hubs import Hub
from notifier.kit import clock, say
from notifier.listings import information, public_listings
from notifier.web.public import blueprint
from notifier.web.public.fresh import revalidated
from notifier.web.public.shown import Day, days_of, empty_day, note_of
from notifier.web.public.tongue import Tongue, asked_tongue, show
from notifier.web.public.wanted import (
    Choice,
    asked_month,
    choices,
    filter_query,
    first_day,
    wanted_by,
)
from notifier.web.session import db, hub_of
from notifier.web.within_reach import is_within_reach

SPAN = timedelta(days=28)
MOST_DATES = 60
MOST_IN_A_CELL = 8
WEB = "web"


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with all its days; ``offset`` is the weekday column of the first (Sunday 0)."""

    label: str
    days: tuple[Day, ...]
    offset: int
    before: str
    after: str


@blueprint.get("/<hub_slug>/")
def home(hub_slug: str) -> Response:
    """The list, or the month when the address asks for one."""
    hub = hub_of(hub_slug)
    today = clock.today(hub.zone)
    boxes = choices(db(), hub)
    month = asked_month(today)
    if month is None:
        return revalidated(_list_page(hub, boxes, today, asked_tongue()))
    return revalidated(_month_page(hub, boxes, month, today))


def _list_page(hub: Hub, boxes: tuple[Choice, ...], today: date, tongue: Tongue) -> str:
    since = first_day(today)
    until = since + SPAN
    wanted = wanted_by(boxes, WEB)
    found = public_listings(db(), hub.id, since=since, until=until, wanted=wanted, zone=hub.zone)
    notes = information(db(), hub.id, on=today, wanted=wanted)
    days, next_day = _first_days(days_of(found, hub, since, until, tongue), until)
    last = next_day - timedelta(days=1)
    return show(
        "home",
        hub,
        tongue,
        boxes=boxes,
        days=days,
        dates=sum(len(day.cards) for day in days),
        since=say.say_day(since, tongue.key),
        until=say.say_day(last, tongue.key),
        is_today=since == today,
        ready=_ready(days),
        notes=[note_of(item, hub, tongue) for item in notes],
        next_query=filter_query(boxes, **{"from": next_day.isoformat()}),
        month_query=filter_query(boxes, month=f"{since:%Y-%m}"),
        query=filter_query(boxes),
    )


def _ready(days: list[Day]) -> tuple[int, int]:
    """(events in the language asked for, events in Japanese only) of the days shown."""
    state = {card.listing_id: card.is_ready for day in days for card in day.cards}
    ready = sum(state.values())
    return ready, len(state) - ready


def _first_days(days: list[Day], until: date) -> tuple[list[Day], date]:
    """As many whole days as make a light page, and the day the next page begins with."""
    shown: list[Day] = []
    count = 0
    for day in days:
        if shown and count + len(day.cards) > MOST_DATES:
            return shown, day.day
        shown.append(day)
        count += len(day.cards)
    return shown, until + timedelta(days=1)


def _month_page(hub: Hub, boxes: tuple[Choice, ...], month: date, today: date) -> str:
    following = (month + timedelta(days=31)).replace(day=1)
    last = following - timedelta(days=1)
    found = public_listings(
        db(), hub.id, since=month, until=last, wanted=wanted_by(boxes, WEB), zone=hub.zone
    )
    tongue = asked_tongue()
    held = {day.day: day for day in days_of(found, hub, month, last, tongue)}
    days = [month + timedelta(days=n) for n in range(last.day)]
    previous = (month - timedelta(days=1)).replace(day=1)
    view = MonthView(
        label=say.say_month(month, tongue.key),
        days=tuple(held.get(day) or empty_day(day, tongue) for day in days),
        offset=(month.weekday() + 1) % 7,
        before=_month_link(boxes, previous, today),
        after=_month_link(boxes, following, today),
    )
    return show(
        "month",
        hub,
        tongue,
        boxes=boxes,
        month=view,
        month_key=f"{month:%Y-%m}",
        today=today,
        query=filter_query(boxes),
        most=MOST_IN_A_CELL,
        day_queries={
            day.day: filter_query(boxes, **{"from": day.day.isoformat()})
            for day in view.days
            if len(day.cards) > MOST_IN_A_CELL
        },
    )


def _month_link(boxes: tuple[Choice, ...], month: date, today: date) -> str:
    if not is_within_reach(month, today):
        return ""
    return filter_query(boxes, month=f"{month:%Y-%m}")
