"""「今月の通数」: what LINE says is used and left, and what the weekly sends will take."""

from datetime import datetime

from flask import render_template

from notifier import delivery, subscribers
from notifier.delivery import PLAN_NAMES, PLAN_PRICES, PLANS, Forecast, QuotaView
from notifier.hubs import ChannelPurpose, LineChannel, line_channel
from notifier.kit import clock
from notifier.kit.errors import UnavailableError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

NO_CHANNEL = "読者向けのLINEチャネルがつながっていないため、通数はわかりません。"


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
    return render_template(
        "web/desk/quota.html",
        view=view,
        problem=problem,
        coming=coming,
        after=_after(view, coming),
        plan=PLAN_NAMES[me.hub.line_plan],
        price=PLAN_PRICES[me.hub.line_plan],
        allowed=PLANS[me.hub.line_plan],
        plans=[(PLAN_NAMES[key], PLANS[key], PLAN_PRICES[key]) for key in PLANS],
        now=now,
        zone=me.hub.zone,
    )


def _ask(channel: LineChannel | None, now: datetime) -> tuple[QuotaView | None, str]:
    if channel is None:
        return None, NO_CHANNEL
    try:
        return delivery.ask_quota(channel, now=now), ""
    except UnavailableError as error:
        return None, str(error)


def _after(view: QuotaView | None, coming: Forecast) -> int | None:
    """What would be left when this month's sends went out; below zero it does not fit."""
    if view is None or view.left is None:
        return None
    return view.left - coming.planned
