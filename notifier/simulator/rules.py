"""What LINE refuses, as a pure function: a request body in, the list of problems out."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from notifier.simulator.shapes import FAMILIES, Field, Shape

MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_RECIPIENTS = 500
MAX_MESSAGES = 5
MAX_BUBBLE_BYTES = 30 * 1024
MAX_CAROUSEL_BYTES = 50 * 1024
USER_ID = re.compile(r"^U[0-9a-f]{32}$")
UNIT = re.compile(r"^[A-Za-z0-9_]{1,30}$")
WITH_RETRY_KEY = frozenset({"push", "multicast"})

_COMMON = {"messages", "notificationDisabled"}
_ENVELOPES = {
    "multicast": _COMMON | {"to", "customAggregationUnits"},
    "push": _COMMON | {"to", "customAggregationUnits"},
    "reply": _COMMON | {"replyToken"},
    "validate": {"messages"},
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: the property LINE would name, and its words."""

    property: str
    message: str


def check(body: Mapping[str, Any], kind: str = "multicast") -> list[Problem]:
    """Every problem LINE would find in ``body``; ``kind`` as in the address: multicast, push, …"""
    return [
        *(Problem(key, "unknown property") for key in body if key not in _ENVELOPES[kind]),
        *_recipients(body, kind),
        *_unit(body.get("customAggregationUnits")),
        *_messages(body.get("messages")),
        *_notification(body),
    ]


def check_retry_key(key: str | None, kind: str) -> Problem | None:
    """A key must be a UUID, and stands only where LINE remembers it."""
    if key is None:
        return None
    if kind not in WITH_RETRY_KEY:
        return Problem("X-Line-Retry-Key", "The retry key is not supported by this endpoint")
    try:
        written = str(UUID(key))
    except ValueError:
        written = ""
    return (
        None
        if written and written == key.lower()
        else Problem("X-Line-Retry-Key", "invalid retry key")
    )


def invalid_recipient(index: int) -> Problem:
    """LINE's words about one id of many, whose place callers read back."""
    return Problem(
        f"to[{index}]",
        f"The property, to[{index}], in the request body is invalid (line: -, column: -)",
    )


def _recipients(body: Mapping[str, Any], kind: str) -> Iterator[Problem]:
    to = body.get("to")
    if kind == "push":
        if not isinstance(to, str) or not USER_ID.match(to):
            yield Problem("to", "The property, to, in the request body is invalid")
    elif kind == "reply":
        if not isinstance(body.get("replyToken"), str) or not body["replyToken"]:
            yield Problem("replyToken", "May not be empty")
    elif kind == "multicast":
        yield from _many_recipients(to)


def _many_recipients(to: object) -> Iterator[Problem]:
    if not isinstance(to, list) or not to:
        yield Problem("to", "May not be empty")
        return
    if len(to) > MAX_RECIPIENTS:
        yield Problem("to", f"Size must be between 1 and {MAX_RECIPIENTS}")
    for index, user_id in enumerate(to):
        if not isinstance(user_id, str) or not USER_ID.match(user_id):
            yield invalid_recipient(index)


def _unit(units: object) -> Iterator[Problem]:
    name = "customAggregationUnits"
    if units is None:
        return
    if not isinstance(units, list) or len(units) > 1:
        yield Problem(name, "Size must be between 0 and 1")
        return
    if any(not isinstance(unit, str) or not UNIT.match(unit) for unit in units):
        yield Problem(f"{name}[0]", "must be 1 to 30 of the characters a-z, A-Z, 0-9 and _")


def _notification(body: Mapping[str, Any]) -> Iterator[Problem]:
    if not isinstance(body.get("notificationDisabled", False), bool):
        yield Problem("notificationDisabled", "Must be a boolean")


def _messages(messages: object) -> Iterator[Problem]:
    if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_MESSAGES:
        yield Problem("messages", f"Size must be between 1 and {MAX_MESSAGES}")
        return
    for index, message in enumerate(messages):
        path = f"messages[{index}]"
        yield from _object(message, "message", path)
        if isinstance(message, dict) and message.get("type") == "flex":
            yield from _container(message.get("contents"), f"{path}.contents")


def _container(container: object, path: str) -> Iterator[Problem]:
    """The limits that look at a bubble or carousel as a whole."""
    if not isinstance(container, dict):
        return
    if container.get("type") != "carousel":
        yield from _weight(container, MAX_BUBBLE_BYTES, path)
        return
    yield from _weight(container, MAX_CAROUSEL_BYTES, path)
    bubbles = container.get("contents")
    bubbles = [b for b in bubbles if isinstance(b, dict)] if isinstance(bubbles, list) else []
    for index, bubble in enumerate(bubbles):
        yield from _weight(bubble, MAX_BUBBLE_BYTES, f"{path}.contents[{index}]")
    if len({str(bubble.get("size", "mega")) for bubble in bubbles}) > 1:
        yield Problem(path, "All bubbles in a carousel must have the same size")


def _weight(value: object, most: int, path: str) -> Iterator[Problem]:
    # LINE does not say how it measures; kana escaped to ASCII is the most it could be.
    if len(json.dumps(value, separators=(",", ":"))) > most:
        yield Problem(path, f"The size of the JSON data must be at most {most} bytes")


def _object(value: object, family: str, path: str) -> Iterator[Problem]:
    """One object against the shapes of its family, and everything below it."""
    if not isinstance(value, dict):
        yield Problem(path, "Must be an object")
        return
    shapes = FAMILIES[family]
    shape = shapes.get("")
    if shape is None:
        shape = shapes.get(str(value.get("type")))
        if shape is None:
            known = ", ".join(shapes)
            yield Problem(f"{path}.type", f"Must be one of the following values: [{known}]")
            return
    yield from _properties(value, shape, path, typed="" not in shapes)
    if problem := shape.rule(value):
        yield Problem(path, problem)


def _properties(
    value: Mapping[str, Any], shape: Shape, path: str, *, typed: bool
) -> Iterator[Problem]:
    for name in shape.required:
        if name not in value:
            yield Problem(f"{path}.{name}", "is required")
    for name, item in value.items():
        if name == "type" and typed:
            continue
        rule = shape.fields.get(name)
        if rule is None:
            yield Problem(f"{path}.{name}", "unknown property")
        elif rule.check is not None:
            if problem := rule.check(item):
                yield Problem(f"{path}.{name}", problem)
        else:
            yield from _below(item, rule, f"{path}.{name}")


def _below(item: object, rule: Field, path: str) -> Iterator[Problem]:
    if not rule.many:
        yield from _object(item, rule.family, path)
        return
    if not isinstance(item, list) or not rule.least <= len(item) <= rule.most:
        yield Problem(path, f"Size must be between {rule.least} and {rule.most}")
        return
    for index, one in enumerate(item):
        yield from _object(one, rule.family, f"{path}[{index}]")
