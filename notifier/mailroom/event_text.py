"""Take out of a raw event what a person said in it; pure."""

import json
from typing import Any

# What LINE puts beside or around the words of a chat message.
SPOKEN = ("text", "emojis", "mention", "title", "address", "latitude", "longitude", "fileName")


def without_text(raw: bytes) -> bytes:
    """``raw`` without words, places and file names; what is no JSON object is dropped whole."""
    try:
        event: Any = json.loads(raw)
    except ValueError:
        return b""
    if not isinstance(event, dict):
        return b""
    message = event.get("message")
    if isinstance(message, dict):
        event["message"] = {name: v for name, v in message.items() if name not in SPOKEN}
    for used_up in ("replyToken", "postback"):  # wishes live in the readers' room, nowhere else
        event.pop(used_up, None)
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
