"""LINE's webhook: the signature over the raw body first, then stored event by event, then 200.

Nothing is acted upon here; LINE wants its answer within two seconds and the inbox tick does the
rest while the reply token lives.
"""

import hashlib
import json
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from notifier import mailroom
from notifier.hubs import ChannelPurpose, Hub, LineChannel, channel_secrets, line_channel
from notifier.kit import clock
from notifier.web.hooks import blueprint
from notifier.web.session import db, hub_of
from notifier.wire import line

MAX_BYTES = 1_000_000
MAX_ID = 120
SOURCE = "line"


@blueprint.post("/line/<hub_slug>")
def receive_line(hub_slug: str) -> Response:
    """Store signed events; 400 or 401 and nothing stored for anything else."""
    request.max_content_length = MAX_BYTES
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge
    hub = hub_of(hub_slug)
    raw = request.get_data(cache=False)
    signature = request.headers.get("X-Line-Signature", "")
    if not signature:
        return _say(400, "missing signature")
    channel = _signer(hub, raw, signature)
    if channel is None:
        return _say(401, "bad signature")
    body = _read(raw)
    if body is None or not isinstance(body.get("events"), list):
        return _say(400, "not a webhook body")
    if channel.bot_user_id and body.get("destination") != channel.bot_user_id:
        return _say(400, "another account's webhook")
    for event in body["events"]:
        _store(hub, channel, event)
    return _say(200, "ok")


def _signer(hub: Hub, raw: bytes, signature: str) -> LineChannel | None:
    """The hub's channel whose secret signed these very bytes."""
    for purpose in (ChannelPurpose.READERS, ChannelPurpose.GROUPS):
        channel = line_channel(db(), hub.id, purpose)
        if channel and line.verify_signature(raw, signature, channel_secrets(channel)):
            return channel
    return None


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _store(hub: Hub, channel: LineChannel, event: object) -> None:
    """One event as it came; kinds we do not know are kept too."""
    raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    facts = event if isinstance(event, dict) else {}
    given = facts.get("webhookEventId")
    kind = facts.get("type")
    known = isinstance(given, str) and 0 < len(given) <= MAX_ID
    mailroom.receive_event(
        db(),
        hub.id,
        source=SOURCE,
        # An event without an id (old senders) is recognised again by its content.
        event_id=str(given) if known else f"sha256:{hashlib.sha256(raw).hexdigest()}",
        kind=kind if isinstance(kind, str) else "",
        raw=raw,
        line_channel_id=channel.id,
        now=clock.now(),
    )


def _say(status: int, words: str) -> Response:
    return Response(words, status=status, mimetype="text/plain")
