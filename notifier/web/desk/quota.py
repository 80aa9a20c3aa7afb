"""「今月の通数」: what LINE says is used and left, what the sends will take, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import render_template

from notifier import delivery, editions, subscribers
from notifier.delivery import PLAN_NAMES, PLAN_PRICES, PLANS, Forecast, MonthUse, QuotaView
from notifier.editions import Edition, EditionState
from notifier.hubs import ChannelPurpose, Hub, LineChannel, line_channel, next_weekly_slot
from notifier.kit import clock
from notifier.kit.errors import UnavailableError
from notifier.web.desk import blueprint
from notifier.web.desk.quota_panel import QuotaPanel, going, quota_panel
from notifier.web.guard import require, signed_in
from notifier.web.session import db

WEEKLY = "weekly"
HELD_LOOKED_AT = 10
WAITING = (EditionState.BLOCKED, EditionState.MISSED, EditionState.HELD)
NO_CHANNEL = "読者向けのLINEチャネルがつながっていないため、通数はわかりません。"


@dataclass(frozen=True, slots=True)
class Held:
    """An edition that waits for a person and may still go: so many LINE messages more."""

    edition_id: int
    title: str
    messages: int


@blueprint.get("/quota")
@require("edit")
def quota() -> str:
    """Used, allowed, left; planned this month; the five-send months ahead; the plan's price."""
    me, now = signed_in(), clock.now()
    friends = subscribers.channel_friends(db(), me.hub.id)
    channel = line_channel(db(), me.hub.id, ChannelPurpose.READERS)
    db().commit()  # LINE is asked below, and no transaction may be open while it answers
    view, problem = _ask(channel, now)
    coming = delivery.forecast(me.hub, friends=friends, now=now)
    use = delivery.month_use(db(), me.hub, now=now)
    edition = _edition(me.hub, now)
    held = _held(me.hub, coming, now)
    return render_template(
        "web/desk/quota.html",
        me=me,
        view=view,
        problem=problem,
        coming=coming,
        use=use,
        held=held,
        after=_after(view, coming, use, held),
        edition=edition,
        panel=_panel(me.hub, edition, now),
        rest_days=_rest_days(me.hub, now),
        may_rest=_may_rest(coming, now),
        plan=PLAN_NAMES[me.hub.line_plan],
        price=PLAN_PRICES[me.hub.line_plan],
        allowed=PLANS[me.hub.line_plan],
        plans=[(PLAN_NAMES[key], PLANS[key], PLAN_PRICES[key]) for key in PLANS],
        now=now,
        zone=me.hub.zone,
    )


def _edition(hub: Hub, now: datetime) -> Edition | None:
    """The edition one may decide about: a weekly one held back today, else the next."""
    today = clock.local(now, hub.zone).date()
    held = editions.edition_on(db(), hub.id, kind=WEEKLY, on=today)
    if held is not None and held.state is EditionState.BLOCKED:
        return held
    slot = next_weekly_slot(hub, after=now)
    return editions.edition_on(db(), hub.id, kind=WEEKLY, on=clock.local(slot, hub.zone).date())


def _held(hub: Hub, coming: Forecast, now: datetime) -> list[Held]:
    """Editions held back that may still go, with what they take beyond what was sent of them;
    those of a coming slot are foreseen there."""
    today = clock.local(now, hub.zone).date()
    foreseen = {clock.local(slot, hub.zone).date() for slot in coming.slots}
    found = []
    for edition in editions.editions(db(), hub.id, limit=HELD_LOOKED_AT):
        if (
            edition.state not in WAITING
            or not editions.kind_of(edition.kind).is_sent
            or (edition.kind == WEEKLY and edition.on in foreseen)
            or editions.late_until(edition) < today
        ):
            continue
        hearing = delivery.hearing_of(db(), edition, now=now)
        reach = editions.reach(db(), edition, now=now, hearing=hearing)
        if messages := going(db(), edition, reach).line:
            found.append(Held(edition.id, edition.title, messages))
    return found


def _panel(hub: Hub, edition: Edition | None, now: datetime) -> QuotaPanel | None:
    if edition is None:
        return None
    hearing = delivery.hearing_of(db(), edition, now=now)
    reach = editions.reach(db(), edition, now=now, hearing=hearing)
    return quota_panel(db(), hub, edition, reach, now=now)


def _rest_days(hub: Hub, now: datetime) -> list[date]:
    today = clock.local(now, hub.zone).date()
    return [day for day in map(date.fromisoformat, hub.rest_days) if day >= today]


def _may_rest(coming: Forecast, now: datetime) -> list[date]:
    """Days of months with five sends that could rest: the months where it helps."""
    tomorrow = clock.local(now).date() + timedelta(days=1)
    return [day for month in coming.long_months for day in month.days if day >= tomorrow]


def _ask(channel: LineChannel | None, now: datetime) -> tuple[QuotaView | None, str]:
    if channel is None:
        return None, NO_CHANNEL
    try:
        return delivery.ask_quota(channel, now=now), ""
    except UnavailableError as error:
        return None, str(error)


def _after(view: QuotaView | None, coming: Forecast, use: MonthUse, held: list[Held]) -> int | None:
    """What would be left when this month's sends went out, those held back too, and one urgent
    notice; below zero it does not fit."""
    if view is None or view.left is None:
        return None
    waiting = sum(one.messages for one in held)
    return view.left - coming.planned - waiting - use.for_a_notice
