"""The LINE endpoints our service reads: quota, deliveries, friends, pictures."""

import sqlite3

from flask import Blueprint, Response, request

from notifier.simulator.accept import JST, quota_used
from notifier.simulator.answers import AUTH_WORDS, Answer, refusal
from notifier.simulator.faults import take_fault
from notifier.simulator.gateway import current_channel, for_channel, say, store
from notifier.simulator.store import moment

blueprint = Blueprint("reading", __name__)
MAX_FOLLOWERS = 1000
FOLLOWERS_PAGE = 300
TROUBLE = {"401": 401, "bad_id": 400}  # LINE answered 400 for pictures while it had an outage


@blueprint.get("/v2/bot/message/quota")
def quota() -> Response:
    """This month's allowance."""

    def answer(channel: sqlite3.Row) -> Answer:
        limit = channel["quota_limit"]
        return Answer(
            200, {"type": "none"} if limit is None else {"type": "limited", "value": limit}
        )

    return for_channel("quota", answer)


@blueprint.get("/v2/bot/message/quota/consumption")
def consumption() -> Response:
    """What of it is used."""

    def answer(channel: sqlite3.Row) -> Answer:
        with store().transaction() as db:
            used = quota_used(db, channel["channel_id"], store().millis())
        return Answer(200, {"totalUsage": used})

    return for_channel("quota", answer)


@blueprint.get("/v2/bot/message/delivery/<any(multicast,push,reply):kind>")
def delivery(kind: str) -> Response:
    """How many messages were delivered on a day (in Japan), by API and kind."""

    def answer(channel: sqlite3.Row) -> Answer:
        day, total = request.args.get("date", ""), 0
        with store().transaction() as db:
            for row in db.execute(
                "SELECT at, json_array_length(recipients) AS n FROM request"
                " WHERE channel_id = ? AND endpoint = ? AND status = 200",
                (channel["channel_id"], kind),
            ):
                if moment(row["at"]).astimezone(JST).strftime("%Y%m%d") == day:
                    total += row["n"]
        if day >= store().now().astimezone(JST).strftime("%Y%m%d"):
            return Answer(200, {"status": "unready"})
        return Answer(200, {"status": "ready", "success": total})

    return for_channel("delivery", answer)


@blueprint.get("/v2/bot/profile/<user_id>")
def profile(user_id: str) -> Response:
    """A friend's name; 404 for whoever blocked us or never was a friend."""

    def answer(channel: sqlite3.Row) -> Answer:
        with store().transaction() as db:
            row = db.execute(
                "SELECT name FROM friend WHERE channel_id = ? AND user_id = ? AND state = 'active'",
                (channel["channel_id"], user_id),
            ).fetchone()
        if row is None:
            return refusal(404, "Not found")
        return Answer(200, {"userId": user_id, "displayName": row["name"], "language": "ja"})

    return for_channel("profile", answer)


@blueprint.get("/v2/bot/followers/ids")
def followers() -> Response:
    """Friends' ids, page by page; the continuation token is simply the last id."""

    def answer(channel: sqlite3.Row) -> Answer:
        limit = min(request.args.get("limit", FOLLOWERS_PAGE, type=int), MAX_FOLLOWERS)
        with store().transaction() as db:
            rows = db.execute(
                "SELECT user_id FROM friend WHERE channel_id = ? AND state = 'active'"
                " AND user_id > ? ORDER BY user_id LIMIT ?",
                (channel["channel_id"], request.args.get("start", ""), limit + 1),
            ).fetchall()
        ids = [row["user_id"] for row in rows]
        more = {"next": ids[limit - 1]} if len(ids) > limit else {}
        return Answer(200, {"userIds": ids[:limit], **more})

    return for_channel("followers", answer)


@blueprint.get("/v2/bot/insight/followers")
def insight() -> Response:
    """Friends ever added, reachable now, and blocks."""

    def answer(channel: sqlite3.Row) -> Answer:
        with store().transaction() as db:
            states = dict(
                db.execute(
                    "SELECT state, count(*) FROM friend WHERE channel_id = ? GROUP BY state",
                    (channel["channel_id"],),
                ).fetchall()
            )
        active, blocks = states.get("active", 0), states.get("blocked", 0)
        numbers = {"followers": active + blocks, "targetedReaches": active, "blocks": blocks}
        return Answer(200, {"status": "ready", **numbers})

    return for_channel("insight", answer)


@blueprint.get("/v2/bot/info")
def info() -> Response:
    """Who this channel is."""

    def answer(channel: sqlite3.Row) -> Answer:
        facts = {
            "userId": channel["bot_user_id"],
            "basicId": f"@{channel['channel_id']}",
            "displayName": channel["name"],
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
        return Answer(200, facts)

    return for_channel("info", answer)


@blueprint.get("/v2/bot/message/<message_id>/content")
def content(message_id: str) -> Response:
    """A picture a friend sent; 410 once it was taken back."""
    channel = current_channel()
    if channel is None:
        return say(refusal(401, AUTH_WORDS))
    fault = take_fault(store(), "content")
    if fault.kind:
        return say(refusal(TROUBLE.get(fault.kind, 500), "Trouble"))
    with store().transaction() as db:
        row = db.execute(
            "SELECT * FROM said WHERE channel_id = ? AND message_id = ?",
            (channel["channel_id"], message_id),
        ).fetchone()
    if row is not None and row["unsent_at"] is not None:
        return say(refusal(410, "Gone"))
    if row is None or row["content"] is None:
        return say(refusal(404, "Not found"))
    return Response(row["content"], content_type=row["content_type"])
