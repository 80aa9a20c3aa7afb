"""Answers in LINE's own form: a status, JSON, and a request id on every one."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from notifier.simulator.rules import Problem

RATE_WORDS = "The API rate limit has been exceeded. Try again later."
QUOTA_WORDS = "You have reached your monthly limit."
REPLY_WORDS = "Invalid reply token"
AUTH_WORDS = (
    "Authentication failed. Confirm that the access token in the authorization header is valid."
)
KEY_WORDS = "The retry key is already accepted"


def new_request_id() -> str:
    """A fresh ``x-line-request-id``."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the caller; ``note`` is for the simulator's log alone."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    request_id: str = field(default_factory=new_request_id)
    accepted_request_id: str = ""
    note: str = ""


def refusal(status: int, message: str, *, note: str = "") -> Answer:
    """An error with LINE's ``message``."""
    return Answer(status, {"message": message}, note=note or message)


def bad_request(problems: list[Problem]) -> Answer:
    """400 in LINE's form; a bad recipient stands in the message itself, without details."""
    note = "; ".join(f"{problem.property}: {problem.message}" for problem in problems[:5])
    first = problems[0]
    if first.property == "to" or first.property.startswith(("to[", "X-Line")):
        return Answer(400, {"message": first.message}, note=note)
    details = [{"message": p.message, "property": p.property} for p in problems]
    words = f"The request body has {len(problems)} error(s)"
    return Answer(400, {"message": words, "details": details}, note=note)
