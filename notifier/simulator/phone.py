"""The practice phone: what a parent would see in LINE, and what a parent can do, by plain forms."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from notifier.kit import clock, flex_html
from notifier.kit.errors import NotFoundError, NotifierError
from notifier.simulator import channels, parent
from notifier.simulator.gateway import store
from notifier.simulator.store import moment

blueprint = Blueprint("phone", __name__)
SHOWN_MESSAGES = 100
MAX_PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png")
STATES = {"active": "友だち", "blocked": "ブロック中", "stranger": "まだ友だちではない"}
EVENTS = {
    "message": "メッセージ",
    "postback": "ボタン",
    "follow": "友だち追加",
    "unfollow": "ブロック",
    "unsend": "送信取り消し",
}
_PRESS_FIELDS = ("type", "data", "text", "displayText")


class BadActError(NotifierError):
    """Something pressed or sent on the practice phone cannot be taken."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chat, ready for the template."""

    at: int
    when: str
    mine: bool
    kind: str
    text: str = ""
    flex: Markup | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A whole phone: the lines, the buttons below the last one, and the last webhook."""

    lines: list[Line]
    quick_replies: list[Markup]
    styles: Markup
    webhook: dict[str, Any] | None


@blueprint.get("/")
def home() -> str:
    """Every channel with its first friends."""
    memory = store()
    shown = [
        {**channel, "people": channels.list_friends(memory, channel["channel_id"], limit=30)}
        for channel in channels.list_channels(memory)
    ]
    return render_template("home.html", channels=shown, states=STATES)


@blueprint.get("/phone/<channel_id>/<user_id>")
def show(channel_id: str, user_id: str) -> str:
    """One friend's phone."""
    channel = channels.get_channel(store(), channel_id)
    friend = channels.get_friend(store(), channel_id, user_id)
    chat = _chat(channel_id, user_id)
    return render_template(
        "phone.html",
        channel=channel,
        friend=friend,
        chat=chat,
        state=STATES[friend["state"]],
        again=_again(channel_id, user_id),
    )


@blueprint.post("/phone/<channel_id>/new")
def become_friend(channel_id: str) -> BaseResponse:
    """A new practice friend, who follows at once."""
    name = request.form.get("name", "").strip()[:40]
    user_id, _ = parent.become_friend(store(), channel_id, name)
    return _back(channel_id, user_id)


@blueprint.post("/phone/<channel_id>/<user_id>/say")
def say(channel_id: str, user_id: str) -> BaseResponse:
    """Write a message."""
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    if text:
        parent.say(store(), channel_id, user_id, text[:5000])
    return _back(channel_id, user_id)


@blueprint.post("/phone/<channel_id>/<user_id>/photo")
def photo(channel_id: str, user_id: str) -> BaseResponse:
    """Send a picture."""
    file = request.files.get("photo")
    if file is None or file.mimetype not in PHOTO_TYPES:
        raise BadActError("写真は JPEG か PNG を選んでください。")
    data = file.stream.read(MAX_PHOTO_BYTES + 1)
    if len(data) > MAX_PHOTO_BYTES:
        raise BadActError("写真は10MBまでです。小さくしてから送ってください。")
    parent.send_photo(store(), channel_id, user_id, data, file.mimetype)
    return _back(channel_id, user_id)


@blueprint.post("/phone/<channel_id>/<user_id>/press")
def press(channel_id: str, user_id: str) -> BaseResponse:
    """Press a button of a card or a quick reply."""
    action = {name: request.form[name] for name in _PRESS_FIELDS if name in request.form}
    parent.press(store(), channel_id, user_id, action)
    return _back(channel_id, user_id)


@blueprint.post("/phone/<channel_id>/<user_id>/<any(follow,unfollow,redeliver):act>")
def change(channel_id: str, user_id: str, act: str) -> BaseResponse:
    """Follow, block, or let LINE send the last webhook again."""
    acts = {"follow": parent.follow, "unfollow": parent.unfollow, "redeliver": parent.redeliver}
    acts[act](store(), channel_id, user_id)
    return _back(channel_id, user_id)


@blueprint.post("/phone/<channel_id>/<user_id>/unsend/<message_id>")
def unsend(channel_id: str, user_id: str, message_id: str) -> BaseResponse:
    """Take a message back."""
    parent.unsend(store(), channel_id, user_id, message_id)
    return _back(channel_id, user_id)


@blueprint.get("/phone/<channel_id>/<user_id>/photo/<message_id>")
def see_photo(channel_id: str, user_id: str, message_id: str) -> Response:
    """A picture this friend sent."""
    with store().transaction() as db:
        row = db.execute(
            "SELECT content, content_type FROM said"
            " WHERE channel_id = ? AND user_id = ? AND message_id = ? AND content IS NOT NULL",
            (channel_id, user_id, message_id),
        ).fetchone()
    if row is None or row["content_type"] not in PHOTO_TYPES:
        raise channels.NoSuchChannelError("その写真は取り消されたか、ありません。")
    return Response(row["content"], content_type=row["content_type"])


@blueprint.errorhandler(NotifierError)
def _on_error(error: NotifierError) -> tuple[str, int]:
    status = 404 if isinstance(error, NotFoundError) else 400
    return render_template("problem.html", message=str(error)), status


def _again(channel_id: str, user_id: str) -> str:
    """This page under another address: to the same one with ``#latest`` a browser only scrolls."""
    return url_for(".show", channel_id=channel_id, user_id=user_id, again=secrets.token_hex(4))


def _back(channel_id: str, user_id: str) -> BaseResponse:
    return redirect(
        url_for("phone.show", channel_id=channel_id, user_id=user_id, _anchor="latest"), code=303
    )


def _chat(channel_id: str, user_id: str) -> Chat:
    sent, said, webhook = _history(channel_id, user_id)
    containers: list[Mapping[str, Any]] = []
    lines = [_said_line(row) for row in said]
    last: list[Any] = []
    for row in sent:
        for message in json.loads(row["messages"]):
            lines.append(_sent_line(row["at"], message, channel_id, user_id))
            if message.get("type") == "flex":
                containers.append(message["contents"])
            last = message.get("quickReply", {}).get("items", [])
    lines.sort(key=lambda line: line.at)
    # Buttons below a chat vanish with the next message, whoever writes it.
    if not lines or lines[-1].mine:
        last = []
    buttons = [_control(item["action"], channel_id, user_id) for item in last]
    return Chat(lines, buttons, flex_html.stylesheet(containers), webhook)


def _history(channel_id: str, user_id: str) -> tuple[list[Any], list[Any], dict[str, Any] | None]:
    with store().transaction() as db:
        sent = db.execute(
            "SELECT * FROM (SELECT id, at, messages FROM request WHERE channel_id = ?"
            " AND status = 200 AND instr(recipients, ?) > 0 ORDER BY id DESC LIMIT ?) ORDER BY id",
            (channel_id, user_id, SHOWN_MESSAGES),
        ).fetchall()
        said = db.execute(
            "SELECT * FROM (SELECT id, at, message_id, kind, text, unsent_at FROM said"
            " WHERE channel_id = ? AND user_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id",
            (channel_id, user_id, SHOWN_MESSAGES),
        ).fetchall()
        last = db.execute(
            "SELECT at, body, status, note FROM webhook WHERE channel_id = ? AND user_id = ?"
            " ORDER BY id DESC LIMIT 1",
            (channel_id, user_id),
        ).fetchone()
    if last is None:
        return sent, said, None
    event = json.loads(last["body"])["events"][0]
    webhook = {
        "when": _when(last["at"]),
        "type": EVENTS[event["type"]],
        "again": event["deliveryContext"]["isRedelivery"],
        "status": last["status"],
        "note": last["note"],
    }
    return sent, said, webhook


def _said_line(row: Any) -> Line:  # noqa: ANN401 - a database row
    kind = "unsent" if row["unsent_at"] else row["kind"]
    return Line(
        at=row["at"],
        when=_when(row["at"]),
        mine=True,
        kind=kind,
        text=row["text"],
        message_id=row["message_id"],
    )


def _sent_line(at: int, message: dict[str, Any], channel_id: str, user_id: str) -> Line:
    if message.get("type") == "flex":
        drawn = flex_html.render(
            message["contents"], control=lambda action: _control(action, channel_id, user_id)
        )
        return Line(at, _when(at), mine=False, kind="flex", text=message["altText"], flex=drawn)
    if message.get("type") == "text":
        return Line(at, _when(at), mine=False, kind="text", text=message["text"])
    return Line(at, _when(at), mine=False, kind="other", text=str(message.get("type")))


def _control(action: Mapping[str, Any], channel_id: str, user_id: str) -> Markup:
    """A form that presses one button; a link for an address; a note for anything else."""
    if action.get("type") == "uri":
        uri = flex_html.safe_uri(action.get("uri"))
        link = Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>')
        return link.format(uri, action.get("label")) if uri else Markup("")
    fields = Markup().join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, action[name])
        for name in _PRESS_FIELDS
        if name in action
    )
    url = url_for("phone.press", channel_id=channel_id, user_id=user_id)
    return Markup('<form method="post" action="{}">{}<button>{}</button></form>').format(
        url, fields, action.get("label") or "ボタン"
    )


def _when(millis: int) -> str:
    return clock.say_moment(moment(millis))
