"""The operator's side of the simulator: channels, friends, trouble, and the log that judges."""

import base64
import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from notifier.kit.errors import NotFoundError, NotifierError
from notifier.simulator import channels, faults, parent
from notifier.simulator.gateway import store
from notifier.simulator.store import Store, moment

blueprint = Blueprint("control", __name__, url_prefix="/_sim")
Reply = tuple[Response, int]


class NotJsonError(NotifierError):
    """The control API takes JSON and nothing else."""


@blueprint.put("/channels")
def put_channel() -> Response:
    """Make or replace a channel."""
    return jsonify(channels.put_channel(store(), _body()))


@blueprint.get("/channels")
def list_channels() -> Response:
    """Every channel, with its numbers of friends."""
    return jsonify(channels.list_channels(store()))


@blueprint.post("/channels/<channel_id>/friends")
def add_friends(channel_id: str) -> Response:
    """Friends in bulk: a list of ``{user_id, name?, state?}``."""
    return jsonify({"added": channels.add_friends(store(), channel_id, _body())})


@blueprint.get("/channels/<channel_id>/friends")
def list_friends(channel_id: str) -> Response:
    """Friends, a page at a time (``after``, ``limit``, ``state``)."""
    return jsonify(
        channels.list_friends(
            store(),
            channel_id,
            state=request.args.get("state", ""),
            after=request.args.get("after", ""),
            limit=request.args.get("limit", 1000, type=int),
        )
    )


@blueprint.put("/channels/<channel_id>/friends/<user_id>/state")
def set_state(channel_id: str, user_id: str) -> Response:
    """Block or unblock in silence."""
    body = _body()
    channels.set_friend_state(store(), channel_id, user_id, str(body["state"]))
    return jsonify({"state": body["state"]})


@blueprint.post("/channels/<channel_id>/friends/<user_id>/acts")
def act(channel_id: str, user_id: str) -> Response:
    """Somebody's act with its signed webhook; ``act`` is follow, unfollow, say, press, photo, …"""
    body, memory = _body(), store()
    match body.get("act"):
        case "say":
            outcome = parent.say(memory, channel_id, user_id, str(body["text"]))
        case "photo" | "send":
            outcome = _send(memory, channel_id, user_id, body)
        case "press":
            outcome = parent.press(memory, channel_id, user_id, body["action"])
        case "follow":
            outcome = parent.follow(memory, channel_id, user_id)
        case "unfollow":
            outcome = parent.unfollow(memory, channel_id, user_id)
        case "unsend":
            outcome = parent.unsend(memory, channel_id, user_id, str(body["message_id"]))
        case "redeliver":
            outcome = parent.redeliver(memory, channel_id, user_id)
        case other:
            raise NotJsonError(f"知らない操作です: {other}")
    return jsonify({"status": outcome.status, "note": outcome.note})


def _send(memory: Store, channel_id: str, user_id: str, body: dict[str, Any]) -> parent.Outcome:
    """A picture, or (``message``) anything else that is no text."""
    if body["act"] == "send":
        return parent.send_other(memory, channel_id, user_id, body["message"])
    return parent.send_photo(
        memory,
        channel_id,
        user_id,
        base64.b64decode(str(body["content"]), validate=True),
        str(body.get("content_type") or "image/jpeg"),
        chosen=body.get("image_set"),
    )


@blueprint.get("/channels/<channel_id>/friends/<user_id>/messages")
def messages_to(channel_id: str, user_id: str) -> Response:
    """Every message object this friend's phone received, oldest first."""
    with store().transaction() as db:
        rows = db.execute(
            "SELECT messages FROM request WHERE channel_id = ? AND status = 200"
            " AND instr(recipients, ?) > 0 ORDER BY id",
            (channel_id, user_id),
        ).fetchall()
    return jsonify([message for row in rows for message in json.loads(row["messages"])])


@blueprint.get("/channels/<channel_id>/friends/<user_id>/said")
def said_by(channel_id: str, user_id: str) -> Response:
    """What this friend wrote and sent, oldest first: ``{message_id, kind, text}``."""
    with store().transaction() as db:
        rows = db.execute(
            "SELECT message_id, kind, text FROM said WHERE channel_id = ? AND user_id = ?"
            " ORDER BY id",
            (channel_id, user_id),
        ).fetchall()
    return jsonify([dict(row) for row in rows])


@blueprint.get("/log")
def sent_log() -> Response:
    """Every sending request, oldest first, refused ones too; ``recipients`` = who received."""
    with store().transaction() as db:
        rows = db.execute(
            "SELECT * FROM request WHERE (? = '' OR channel_id = ?) AND id > ? ORDER BY id LIMIT ?",
            (
                request.args.get("channel", ""),
                request.args.get("channel", ""),
                request.args.get("after", 0, type=int),
                request.args.get("limit", 10_000, type=int),
            ),
        ).fetchall()
    return jsonify([_logged(dict(row)) for row in rows])


@blueprint.get("/received")
def received() -> Response:
    """``{user_id: {retry key or request id: times}}`` of everything that reached a phone.

    ``kind`` narrows to one endpoint (multicast, push, reply).
    """
    counts: dict[str, dict[str, int]] = {}
    kind = request.args.get("kind", "")
    with store().transaction() as db:
        for row in db.execute(
            "SELECT request.retry_key, request.request_id, one.value AS user_id"
            " FROM request, json_each(request.recipients) AS one"
            " WHERE channel_id = ? AND status = 200 AND (? = '' OR endpoint = ?)",
            (request.args.get("channel", ""), kind, kind),
        ):
            mine = counts.setdefault(row["user_id"], {})
            key = row["retry_key"] or row["request_id"]
            mine[key] = mine.get(key, 0) + 1
    return jsonify(counts)


@blueprint.post("/faults")
def add_faults() -> Response:
    """Queue trouble."""
    return jsonify({"queued": faults.add_faults(store(), _body())})


@blueprint.delete("/faults")
def clear_faults() -> Response:
    """No more trouble."""
    with store().transaction() as db:
        db.execute("DELETE FROM fault")
    return jsonify({})


@blueprint.post("/reset")
def reset() -> Response:
    """Forget everything."""
    _body()
    store().reset()
    return jsonify({})


@blueprint.errorhandler(NotifierError)
def _on_error(error: NotifierError) -> Reply:
    return jsonify({"message": str(error)}), 404 if isinstance(error, NotFoundError) else 400


@blueprint.errorhandler(KeyError)
@blueprint.errorhandler(ValueError)
@blueprint.errorhandler(AttributeError)
def _on_bad_shape(error: Exception) -> Reply:
    return jsonify({"message": f"bad request: {type(error).__name__} {error}"}), 400


def _body() -> Any:  # noqa: ANN401 - JSON of any shape; each verb checks what it needs
    # A form of some other page cannot send this content type without asking first.
    if not request.is_json:
        raise NotJsonError("JSONで送ってください。")
    return request.get_json()


def _logged(row: dict[str, Any]) -> dict[str, Any]:
    row["recipients"] = json.loads(row["recipients"])
    row["messages"] = json.loads(row["messages"])
    row["at"] = moment(row["at"]).isoformat()
    row["violation"] = row["note"].startswith("VIOLATION")
    return row
