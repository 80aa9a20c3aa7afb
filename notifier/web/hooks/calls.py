"""What LINE calls with, judged and stored: many calls share one commit.

Nothing is acted upon here; LINE wants its answer within two seconds and the inbox tick does the
rest while the reply token lives.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeGuard

from flask import Flask

from notifier.hubs import CallSigner, call_signers
from notifier.kit import clock
from notifier.kit.db import one_by_one
from notifier.mailroom import RawEvent, receive_events
from notifier.web.session import engine_of
from notifier.wire import line

MAX_ID = 120
SOURCE = "line"
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came: the hub in its address, the raw body, what signs it."""

    hub_slug: str
    raw: bytes
    signature: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a call is answered, and the events it brought."""

    status: HTTPStatus
    words: str
    events: tuple[RawEvent, ...] = ()


UNKNOWN_HUB = Verdict(HTTPStatus.NOT_FOUND, "no such hub")


class Calls:
    """The calls to one application.

    Who may sign is looked up once a group has met, so a secret counts, or counts no more, for every
    call that comes after its change. No lock is held meanwhile, and forged calls take none.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def receive(self, calls: Sequence[Call]) -> list[Verdict]:
        """Store signed events, then say 200 of each; nothing is stored of any other call."""
        with one_by_one(engine_of(self._app)) as connection:
            signers = call_signers(connection, _slugs(calls))
            verdicts = [_judge(call, signers.get(call.hub_slug)) for call in calls]
            events = [event for verdict in verdicts for event in verdict.events]
            receive_events(connection, events, now=clock.now())
        return verdicts


def _slugs(calls: Sequence[Call]) -> set[str]:
    """The hubs to look up; what no table can hold must not fail the others' look."""
    return {call.hub_slug for call in calls if call.hub_slug.isprintable()}


def _judge(call: Call, signers: Sequence[CallSigner] | None) -> Verdict:
    """The signature over the raw body first, then the events one by one."""
    if signers is None:
        return UNKNOWN_HUB
    if not call.signature:
        return Verdict(HTTPStatus.BAD_REQUEST, "missing signature")
    signer = _signer(call, signers)
    if signer is None:
        return Verdict(HTTPStatus.UNAUTHORIZED, "bad signature")
    body = _read(call.raw)
    if body is None or not isinstance(body.get("events"), list):
        return Verdict(HTTPStatus.BAD_REQUEST, "not a webhook body")
    if signer.bot_user_id and body.get("destination") != signer.bot_user_id:
        return Verdict(HTTPStatus.BAD_REQUEST, "another account's webhook")
    return Verdict(HTTPStatus.OK, "ok", tuple(_event(signer, event) for event in body["events"]))


def _signer(call: Call, signers: Sequence[CallSigner]) -> CallSigner | None:
    """The hub's channel whose secret signed these very bytes."""
    for one in signers:
        if line.verify_signature(call.raw, call.signature, one.secrets):
            return one
    return None


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _is_storable(value: object) -> TypeGuard[str]:
    """Whether a table can hold it: one event must not fail the group it waits in."""
    return isinstance(value, str) and value.isprintable()


def _event(signer: CallSigner, event: object) -> RawEvent:
    """One event as it came; kinds we do not know are kept too."""
    raw = COMPACT.encode(event).encode("utf-8", "replace")
    facts = event if isinstance(event, dict) else {}
    given = facts.get("webhookEventId")
    kind = facts.get("type")
    return RawEvent(
        hub_id=signer.hub_id,
        source=SOURCE,
        # An event without an id (old senders) is recognised again by its content.
        event_id=(
            given
            if _is_storable(given) and 0 < len(given) <= MAX_ID
            else f"sha256:{hashlib.sha256(raw).hexdigest()}"
        ),
        kind=kind if _is_storable(kind) else "",
        raw=raw,
        line_channel_id=signer.line_channel_id,
    )
