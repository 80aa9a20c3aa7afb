"""What one would write first: one Flask view per address, the peer of G12 and G13.

``/r/<code>`` knows its targets by heart, writes one row and commits, then redirects.
``/hooks/line/<hub>`` lets line-bot-sdk check and parse, and keeps nothing; ``/kept/line/<hub>``
keeps each event before it answers, as ours does.
"""

from functools import cache

from flask import Flask, Response, redirect, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.webhooks import Event
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, insert, select
from werkzeug.wrappers import Response as BaseResponse

from notifier.editions import Link
from notifier.kit import db

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a channel that does not exist

app = Flask(__name__)
parser = WebhookParser(SECRET)
tables = MetaData()
taps = Table(
    "peer_taps",
    tables,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False),
)
events = Table(
    "peer_events",
    tables,
    Column("id", Integer, primary_key=True),
    Column("event_id", String(120), nullable=False),
    Column("body", Text, nullable=False),
)


@app.get("/r/<code>")
def follow(code: str) -> BaseResponse:
    """One INSERT, one commit."""
    url = _targets()[code]
    with db.engine().begin() as connection:
        connection.execute(insert(taps).values(code=code))
    return redirect(url)


@app.post("/hooks/line/<hub>")
def receive(hub: str) -> Response:
    """Checked and parsed."""
    return Response(hub, status=400 if _parsed() is None else 200)


@app.post("/kept/line/<hub>")
def keep(hub: str) -> Response:
    """Checked, parsed, one INSERT an event, one commit."""
    found = _parsed()
    if found is None:
        return Response(hub, status=400)
    with db.engine().begin() as connection:
        for one in found:
            kept = {"event_id": one.webhook_event_id, "body": one.to_json()}
            connection.execute(insert(events).values(kept))
    return Response(hub)


def _parsed() -> list[Event] | None:
    try:
        found: list[Event] = parser.parse(
            request.get_data(as_text=True), request.headers["X-Line-Signature"]
        )
    except InvalidSignatureError:
        return None
    return found


@cache
def _targets() -> dict[str, str]:
    with db.reading() as session:
        return {row.code: row.url for row in session.execute(select(Link.code, Link.url))}
