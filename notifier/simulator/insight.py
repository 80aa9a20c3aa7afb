"""LINE's statistics, as far as a practice platform has any: believable, and hiding what is small."""

import sqlite3
from datetime import datetime, timedelta

from flask import Blueprint, Response, request

from notifier.simulator.accept import JST
from notifier.simulator.answers import Answer, refusal
from notifier.simulator.gateway import for_channel, store
from notifier.simulator.rules import UNIT
from notifier.simulator.store import moment

blueprint = Blueprint("insight", __name__)
LONGEST = timedelta(days=30)
LEAST_TOLD = 20
OF_TEN_SEE, OF_TEN_TAP = 6, 2


@blueprint.get("/v2/bot/insight/message/event/aggregation")
def aggregation() -> Response:
    """Of ten who got a message six see it and two tap; below twenty LINE says null."""

    def answer(channel: sqlite3.Row) -> Answer:
        unit = request.args.get("customAggregationUnit", "")
        first, last = _day("from"), _day("to")
        if not UNIT.match(unit) or first is None or last is None:
            return refusal(400, "Invalid customAggregationUnit, from or to")
        if not first <= last <= first + LONGEST:
            return refusal(400, "to must be within 30 days after from")
        got = _recipients(channel["channel_id"], unit, first, last)
        seen, tapped = got * OF_TEN_SEE // 10, got * OF_TEN_TAP // 10
        overview = {
            "uniqueImpression": _told(seen),
            "uniqueClick": _told(tapped),
            "uniqueMediaPlayed": None,
            "uniqueMediaPlayed100Percent": None,
        }
        return Answer(200, {"overview": overview, "messages": [], "clicks": []})

    return for_channel("insight", answer)


def _recipients(channel_id: str, unit: str, first: datetime, last: datetime) -> int:
    with store().transaction() as db:
        rows = db.execute(
            "SELECT at, json_array_length(recipients) AS n FROM request"
            " WHERE channel_id = ? AND unit = ? AND status = 200",
            (channel_id, unit),
        ).fetchall()
    until = last + timedelta(days=1)
    return sum(row["n"] for row in rows if first <= moment(row["at"]).astimezone(JST) < until)


def _day(name: str) -> datetime | None:
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y%m%d").replace(tzinfo=JST)
    except ValueError:
        return None


def _told(number: int) -> int | None:
    return number if number >= LEAST_TOLD else None
