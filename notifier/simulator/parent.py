"""A parent's side: writing, pressing, following, leaving; each act is a correctly signed webhook."""

import json
import secrets
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from notifier.kit.errors import BadInputError
from notifier.simulator.channels import add_friends, get_channel, get_friend, set_friend_state
from notifier.simulator.store import Store
from notifier.wire import http, line

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REPLY_LIFE_MS = 60_000
WEBHOOK_TIMEOUT = 5.0
LINE_PATIENCE = 2.0
OK = 200
NO_PHOTO = (b"", "")


class NothingToRedeliverError(BadInputError):
    """No webhook was sent for this friend yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What our service answered to a webhook; status None = no answer at all."""

    status: int | None
    note: str

    @property
    def ok(self) -> bool:
        """Whether LINE would have been content."""
        return self.status == OK and not self.note


def say(store: Store, channel_id: str, user_id: str, text: str) -> Outcome:
    """The parent writes ``text``."""
    message_id = _keep(store, channel_id, user_id, text)
    message = {"id": message_id, "type": "text", "text": text, "quoteToken": secrets.token_hex(8)}
    return _happen(store, channel_id, user_id, {"type": "message", "message": message})


def send_photo(
    store: Store,
    channel_id: str,
    user_id: str,
    photo: bytes,
    content_type: str,
    *,
    chosen: Mapping[str, Any] | None = None,
) -> Outcome:
    """Somebody sends a picture; the service fetches it by its message id.

    ``chosen`` is LINE's ``imageSet`` where several were sent at once.
    """
    message_id = _keep(store, channel_id, user_id, "", (photo, content_type))
    message: dict[str, Any] = {
        "id": message_id,
        "type": "image",
        "contentProvider": {"type": "line"},
        "quoteToken": secrets.token_hex(8),
    }
    if chosen:
        message["imageSet"] = dict(chosen)
    return _happen(store, channel_id, user_id, {"type": "message", "message": message})


def send_other(store: Store, channel_id: str, user_id: str, message: Mapping[str, Any]) -> Outcome:
    """A sticker, a sound, a place: shown on the phone page by its kind, without contents."""
    message_id = _keep(store, channel_id, user_id, f"［{message.get('type')}］")
    return _happen(
        store, channel_id, user_id, {"type": "message", "message": {**message, "id": message_id}}
    )


def press(store: Store, channel_id: str, user_id: str, action: Mapping[str, Any]) -> Outcome:
    """The parent presses a button whose action is a postback or a message."""
    if action.get("type") == "message":
        return say(store, channel_id, user_id, str(action.get("text", "")))
    shown = action.get("displayText") or action.get("text")
    if shown:
        _keep(store, channel_id, user_id, str(shown))
    event = {"type": "postback", "postback": {"data": str(action.get("data", ""))}}
    return _happen(store, channel_id, user_id, event)


def follow(store: Store, channel_id: str, user_id: str) -> Outcome:
    """The parent adds the account, or unblocks it."""
    friend = get_friend(store, channel_id, user_id)
    set_friend_state(store, channel_id, user_id, "active")
    unblocked = {"isUnblocked": friend["state"] == "blocked"}
    return _happen(store, channel_id, user_id, {"type": "follow", "follow": unblocked})


def unfollow(store: Store, channel_id: str, user_id: str) -> Outcome:
    """The parent blocks the account; such an event has no reply token."""
    set_friend_state(store, channel_id, user_id, "blocked")
    return _happen(store, channel_id, user_id, {"type": "unfollow"}, answerable=False)


def unsend(store: Store, channel_id: str, user_id: str, message_id: str) -> Outcome:
    """The parent takes a message back; its content is gone from here too."""
    with store.transaction() as db:
        db.execute(
            "UPDATE said SET unsent_at = ?, text = '', content = NULL"
            " WHERE channel_id = ? AND user_id = ? AND message_id = ?",
            (store.millis(), channel_id, user_id, message_id),
        )
    event = {"type": "unsend", "unsend": {"messageId": message_id}}
    return _happen(store, channel_id, user_id, event, answerable=False)


def become_friend(store: Store, channel_id: str, name: str) -> tuple[str, Outcome]:
    """A new practice friend, who follows at once; returns the new user id."""
    user_id = "U" + secrets.token_hex(16)
    is_groups = get_channel(store, channel_id)["purpose"] == "groups"
    default = "練習の団体の方" if is_groups else "練習の保護者"
    friend = {"user_id": user_id, "name": name or default, "state": "stranger"}
    add_friends(store, channel_id, [friend])
    return user_id, follow(store, channel_id, user_id)


def redeliver(store: Store, channel_id: str, user_id: str) -> Outcome:
    """The last webhook of this friend once more, marked as LINE marks a redelivery."""
    with store.transaction() as db:
        row = db.execute(
            "SELECT body FROM webhook WHERE channel_id = ? AND user_id = ?"
            " ORDER BY id DESC LIMIT 1",
            (channel_id, user_id),
        ).fetchone()
    if row is None:
        raise NothingToRedeliverError("再送できるWebhookが、まだありません。")
    payload = json.loads(row["body"])
    for event in payload["events"]:
        event["deliveryContext"]["isRedelivery"] = True
        with store.transaction() as db:
            # Good for a minute more, but never again once used.
            db.execute(
                "UPDATE reply_token SET expires_at = ? WHERE token = ? AND used_at IS NULL",
                (store.millis() + REPLY_LIFE_MS, event.get("replyToken", "")),
            )
    return _post(store, get_channel(store, channel_id), user_id, payload)


def new_ulid(millis: int) -> str:
    """A webhook event id: 48 bits of time and 80 of chance, in Crockford's alphabet."""
    number = (millis << 80) | secrets.randbits(80)
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def _keep(
    store: Store, channel_id: str, user_id: str, text: str, photo: tuple[bytes, str] = NO_PHOTO
) -> str:
    """Remember what the parent said, for the phone page and the content endpoint."""
    message_id = str(secrets.randbelow(9 * 10**17) + 10**17)
    content, content_type = photo
    kind = "image" if content_type else "text"
    with store.transaction() as db:
        db.execute(
            "INSERT INTO said (channel_id, user_id, at, message_id, kind, text, content,"
            " content_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (channel_id, user_id, store.millis(), message_id, kind, text, content, content_type),
        )
    return message_id


def _happen(
    store: Store, channel_id: str, user_id: str, facts: dict[str, Any], *, answerable: bool = True
) -> Outcome:
    """Dress an event as LINE does and send it."""
    now, channel = store.millis(), get_channel(store, channel_id)
    event = {
        **facts,
        "mode": "active",
        "timestamp": now,
        "source": {"type": "user", "userId": user_id},
        "webhookEventId": new_ulid(now),
        "deliveryContext": {"isRedelivery": False},
    }
    if answerable:
        event["replyToken"] = secrets.token_hex(16)
        with store.transaction() as db:
            db.execute(
                "INSERT INTO reply_token VALUES (?, ?, ?, ?, NULL)",
                (event["replyToken"], channel_id, user_id, now + REPLY_LIFE_MS),
            )
    payload = {"destination": channel["bot_user_id"], "events": [event]}
    return _post(store, channel, user_id, payload)


def _post(store: Store, channel: sqlite3.Row, user_id: str, payload: dict[str, Any]) -> Outcome:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    outcome = _call(channel, body)
    with store.transaction() as db:
        db.execute(
            "INSERT INTO webhook (channel_id, user_id, at, body, status, note)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (channel["channel_id"], user_id, store.millis(), body, outcome.status, outcome.note),
        )
    return outcome


def _call(channel: sqlite3.Row, body: bytes) -> Outcome:
    url = channel["webhook_url"]
    if not url:
        return Outcome(None, "Webhook URLが設定されていません。")
    parts = urlsplit(url)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "LineBotWebhook/2.0",
        "x-line-signature": line.sign(body, channel["secret"]),
    }
    began = time.monotonic()
    try:
        with http.vendor(f"{parts.scheme}://{parts.netloc}", timeout=WEBHOOK_TIMEOUT) as client:
            status = client.post(url, content=body, headers=headers).status_code
    except httpx2.HTTPError:
        return Outcome(None, "配信サービスにつながりません。動いているか確かめてください。")
    if status != OK:
        return Outcome(status, f"配信サービスが {status} を返しました。")
    if time.monotonic() - began > LINE_PATIENCE:
        return Outcome(status, "返事に2秒以上かかりました（本物のLINEでは失敗とみなされます）。")
    return Outcome(status, "")
