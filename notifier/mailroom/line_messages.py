"""What LINE takes as messages, checked before anything is queued; pure."""

from collections.abc import Sequence
from typing import Any

from notifier.kit.errors import BadInputError
from notifier.kit.text import utf16_len

MAX_MESSAGES = 5
MAX_TEXT = 5000
MAX_QUICK_REPLIES = 13
MAX_LABEL = 20
MAX_DATA = 300

Message = dict[str, Any]


class BadLineMessageError(BadInputError):
    """A message LINE would refuse: a fault of ours, found before it leaves."""


def check_messages(messages: Sequence[Message]) -> None:
    """Raise ``BadLineMessageError`` when a limit of the Messaging API is broken."""
    if not 1 <= len(messages) <= MAX_MESSAGES:
        raise BadLineMessageError("LINEのメッセージは1通から5通までです。")
    for message in messages:
        if message.get("type") == "text" and not 1 <= utf16_len(message["text"]) <= MAX_TEXT:
            raise BadLineMessageError("LINEの文章が空か、長すぎます。")
        _check_quick_reply(message.get("quickReply", {}).get("items", []))


def _check_quick_reply(items: Sequence[Message]) -> None:
    if len(items) > MAX_QUICK_REPLIES:
        raise BadLineMessageError("LINEのボタンは13個までです。")
    for item in items:
        action = item["action"]
        if not 1 <= len(action["label"]) <= MAX_LABEL:
            raise BadLineMessageError("LINEのボタンの文字は20字までです。")
        for field in ("data", "displayText", "text"):
            if utf16_len(action.get(field, "")) > MAX_DATA:
                raise BadLineMessageError("LINEのボタンの中身が長すぎます。")
