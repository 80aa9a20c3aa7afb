"""The LINE endpoints our service sends by, refusing what LINE refuses."""

import sqlite3
import threading
import time
from collections import defaultdict, deque

from flask import Blueprint, Response, current_app, request

from notifier.simulator.accept import Sending, accept, is_accepted, log, refuse_recipient
from notifier.simulator.answers import (
    AUTH_WORDS,
    QUOTA_WORDS,
    RATE_WORDS,
    Answer,
    bad_request,
    refusal,
)
from notifier.simulator.connection import cut_connection
from notifier.simulator.faults import Fault, take_fault
from notifier.simulator.gateway import current_channel, for_channel, say, store, with_faults
from notifier.simulator.rules import check, invalid_recipient
from notifier.simulator.tokens import issue_token

blueprint = Blueprint("sending", __name__)


class RateLimit:
    """Calls in the last second, per channel and endpoint, by the machine's own clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def allows(self, channel_id: str, endpoint: str, rate: int) -> bool:
        """Whether one more call fits; if so it is counted."""
        now = time.monotonic()
        with self._lock:
            calls = self._calls[channel_id, endpoint]
            while calls and calls[0] <= now - 1:
                calls.popleft()
            if len(calls) >= rate:
                return False
            calls.append(now)
            return True


@blueprint.post("/oauth2/v3/token")
def token() -> Response:
    """A stateless channel token."""
    return with_faults("token", lambda: issue_token(store(), request.form.to_dict()))


@blueprint.post("/v2/bot/message/<any(multicast,push,reply):kind>")
def send(kind: str) -> Response:
    """The three ways our service sends."""
    channel = current_channel()
    raw = request.get_data(cache=False)
    sending = Sending(kind, raw, request.headers.get("X-Line-Retry-Key"))
    if channel is None:
        return say(refusal(401, AUTH_WORDS))
    fault = take_fault(store(), kind)
    answer = _stage(channel["channel_id"], sending, fault)
    if answer is None:
        if fault.kind == "hang":
            time.sleep(fault.seconds)
        answer = _judged(channel, sending)
    return _aftermath(answer, fault)


@blueprint.post("/v2/bot/message/validate/<any(multicast,push,reply):kind>")
def validate(kind: str) -> Response:
    """Whether LINE would take these messages; costs nothing and sends nothing."""

    def judge(_channel: sqlite3.Row) -> Answer:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            return refusal(400, "The request body could not be parsed as JSON")
        problems = check(body, "validate")
        return bad_request(problems) if problems else Answer(200)

    return for_channel(f"validate/{kind}", judge)


def _stage(channel_id: str, sending: Sending, fault: Fault) -> Answer | None:
    """The answer of a fault that strikes before anything is judged."""
    if fault.kind == "reset":
        cut_connection()
    early = {
        "500_before": refusal(500, "Internal Server Error", note="fault"),
        "reset": refusal(500, "Internal Server Error", note="fault: reset"),
        "429_rate": refusal(429, RATE_WORDS, note="fault"),
        "429_quota": refusal(429, QUOTA_WORDS, note="fault"),
        "401": refusal(401, AUTH_WORDS, note="fault"),
    }.get(fault.kind)
    if early is not None:
        log(store(), channel_id, sending, early)
        return early
    if fault.kind == "bad_id" and not is_accepted(store(), channel_id, sending):
        return refuse_recipient(store(), channel_id, sending, invalid_recipient(fault.index))
    return None


def _judged(channel: sqlite3.Row, sending: Sending) -> Answer:
    limit: RateLimit = current_app.extensions["rate_limit"]
    if not limit.allows(channel["channel_id"], sending.kind, channel["rate"]):
        answer = refusal(429, RATE_WORDS, note="rate")
        log(store(), channel["channel_id"], sending, answer)
        return answer
    return accept(store(), channel, sending)


def _aftermath(answer: Answer, fault: Fault) -> Response:
    """The answer, or what a fault makes of it after everything was accepted."""
    if fault.kind == "hang_after":
        time.sleep(fault.seconds)
    if fault.kind == "reset_after":
        cut_connection()
    if fault.kind == "500_after":
        return say(refusal(500, "Internal Server Error"))
    return say(answer)
