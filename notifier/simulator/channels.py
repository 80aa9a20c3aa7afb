"""The simulator's channels and their friends, made by the operator and never by LINE's own API."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from notifier.config import is_loopback
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.simulator.rules import USER_ID
from notifier.simulator.store import Store

DEFAULT_RATE = 200
STATES = ("active", "blocked", "stranger")


class BadChannelError(BadInputError):
    """A channel or friend cannot be made from what was given."""


class NoSuchChannelError(NotFoundError):
    """No such channel or friend in the simulator."""


def put_channel(store: Store, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Make a channel, or replace its settings; friends and history stay."""
    channel_id, secret = str(facts.get("channel_id") or ""), str(facts.get("secret") or "")
    webhook_url = str(facts.get("webhook_url") or "")
    if not channel_id or not secret:
        raise BadChannelError("channel_id と secret を入れてください。", field="channel_id")
    if webhook_url and not (urlsplit(webhook_url).scheme == "http" and is_loopback(webhook_url)):
        raise BadChannelError(
            "練習用のLINEは、この機械の中のWebhookだけを呼びます。", field="webhook_url"
        )
    limit = facts.get("quota_limit")
    row = {
        "channel_id": channel_id,
        "secret": secret,
        "name": str(facts.get("name") or channel_id),
        "webhook_url": webhook_url,
        "purpose": str(facts.get("purpose") or "readers"),
        "quota_limit": None if limit is None else int(limit),
        "rate": int(facts.get("rate") or DEFAULT_RATE),
        "bot_user_id": "U" + hashlib.md5(channel_id.encode(), usedforsecurity=False).hexdigest(),
    }
    with store.transaction() as db:
        db.execute(
            "INSERT OR REPLACE INTO channel VALUES (:channel_id, :secret, :name, :webhook_url,"
            " :purpose, :quota_limit, :rate, :bot_user_id)",
            row,
        )
    return row


def add_friends(store: Store, channel_id: str, friends: Iterable[Mapping[str, Any]]) -> int:
    """Friends ``{user_id, name?, state?}``, added or replaced in one go; returns how many."""
    get_channel(store, channel_id)
    now = store.millis()
    rows = []
    for friend in friends:
        user_id, state = str(friend.get("user_id") or ""), str(friend.get("state") or "active")
        if not USER_ID.match(user_id) or state not in STATES:
            raise BadChannelError("友だちのIDは U と32桁の16進数です。", field="user_id")
        name = str(friend.get("name") or f"友だち {user_id[-4:]}")
        rows.append((channel_id, user_id, name, state, now))
    with store.transaction() as db:
        db.executemany("INSERT OR REPLACE INTO friend VALUES (?, ?, ?, ?, ?)", rows)
    return len(rows)


def set_friend_state(store: Store, channel_id: str, user_id: str, state: str) -> None:
    """Block or unblock, without telling the service (the phone page does tell it)."""
    get_friend(store, channel_id, user_id)
    with store.transaction() as db:
        db.execute(
            "UPDATE friend SET state = ? WHERE channel_id = ? AND user_id = ?",
            (state, channel_id, user_id),
        )


def get_channel(store: Store, channel_id: str) -> sqlite3.Row:
    """One channel, or ``NoSuchChannelError``."""
    with store.transaction() as db:
        row = db.execute("SELECT * FROM channel WHERE channel_id = ?", (channel_id,)).fetchone()
    if row is None:
        raise NoSuchChannelError("そのチャネルは、練習用のLINEにありません。")
    return row  # type: ignore[no-any-return]


def get_friend(store: Store, channel_id: str, user_id: str) -> sqlite3.Row:
    """One friend, or ``NoSuchChannelError``."""
    with store.transaction() as db:
        row = db.execute(
            "SELECT * FROM friend WHERE channel_id = ? AND user_id = ?", (channel_id, user_id)
        ).fetchone()
    if row is None:
        raise NoSuchChannelError("その友だちは、練習用のLINEにいません。")
    return row  # type: ignore[no-any-return]


def list_channels(store: Store) -> list[dict[str, Any]]:
    """Every channel with its numbers of friends."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT channel.*, "
            "(SELECT count(*) FROM friend f WHERE f.channel_id = channel.channel_id"
            " AND f.state = 'active') AS friends, "
            "(SELECT count(*) FROM friend f WHERE f.channel_id = channel.channel_id"
            " AND f.state = 'blocked') AS blocked FROM channel ORDER BY name"
        ).fetchall()
    return [dict(row) for row in rows]


def list_friends(
    store: Store, channel_id: str, *, state: str = "", after: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """Friends in order of their id, a page at a time."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT user_id, name, state, since FROM friend WHERE channel_id = ? AND user_id > ?"
            " AND (? = '' OR state = ?) ORDER BY user_id LIMIT ?",
            (channel_id, after, state, state, limit),
        ).fetchall()
    return [dict(row) for row in rows]
