"""Stateless channel tokens: fifteen minutes, as many as asked for."""

import secrets
import sqlite3

from notifier.simulator.answers import Answer
from notifier.simulator.store import Store

LIFE_SECONDS = 900


def issue_token(store: Store, form: dict[str, str]) -> Answer:
    """A token for an id and secret that belong together."""
    if form.get("grant_type") != "client_credentials":
        return Answer(400, {"error": "unsupported_grant_type"}, note="unsupported_grant_type")
    channel_id, now = form.get("client_id", ""), store.millis()
    with store.transaction() as db:
        row = db.execute(
            "SELECT secret FROM channel WHERE channel_id = ?", (channel_id,)
        ).fetchone()
        if row is None or not secrets.compare_digest(
            row["secret"].encode(), form.get("client_secret", "").encode()
        ):
            return Answer(
                400,
                {"error": "invalid_client", "error_description": "invalid client_secret"},
                note="invalid_client",
            )
        token = secrets.token_urlsafe(48)
        db.execute("DELETE FROM token WHERE expires_at <= ?", (now,))
        db.execute(
            "INSERT INTO token VALUES (?, ?, ?)", (token, channel_id, now + LIFE_SECONDS * 1000)
        )
    return Answer(200, {"access_token": token, "expires_in": LIFE_SECONDS, "token_type": "Bearer"})


def channel_of(store: Store, authorization: str) -> sqlite3.Row | None:
    """The channel a bearer token stands for; None when unknown or expired."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    with store.transaction() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT channel.* FROM token JOIN channel USING (channel_id)"
            " WHERE token = ? AND expires_at > ?",
            (token.strip(), store.millis()),
        ).fetchone()
    return row
