"""What every LINE endpoint shares: who is asking, queued trouble, and the form of an answer."""

import sqlite3
import time
from collections.abc import Callable

from flask import Response, current_app, jsonify, request

from notifier.simulator.answers import AUTH_WORDS, Answer, refusal
from notifier.simulator.connection import cut_connection
from notifier.simulator.faults import take_fault
from notifier.simulator.store import Store
from notifier.simulator.tokens import channel_of


def for_channel(endpoint: str, work: Callable[[sqlite3.Row], Answer]) -> Response:
    """The answer of ``work`` for whoever holds a good token."""
    channel = current_channel()
    if channel is None:
        return say(refusal(401, AUTH_WORDS))
    return with_faults(endpoint, lambda: work(channel))


def with_faults(endpoint: str, work: Callable[[], Answer]) -> Response:
    """The answer of ``work``, or the trouble queued for this endpoint."""
    fault = take_fault(store(), endpoint)
    if fault.kind == "hang":
        time.sleep(fault.seconds)
    if fault.kind in {"reset", "reset_after"}:
        cut_connection()
    if fault.kind[:3].isdigit():
        return say(refusal(int(fault.kind[:3]), "fault"))
    return say(work())


def current_channel() -> sqlite3.Row | None:
    """The channel whose token this request carries."""
    return channel_of(store(), request.headers.get("Authorization", ""))


def say(answer: Answer) -> Response:
    """An answer with LINE's headers."""
    response = jsonify(answer.body)
    response.status_code = answer.status
    response.headers["x-line-request-id"] = answer.request_id
    if answer.accepted_request_id:
        response.headers["x-line-accepted-request-id"] = answer.accepted_request_id
    return response


def store() -> Store:
    """The memory of this app."""
    kept: Store = current_app.extensions["simulator_store"]
    return kept
