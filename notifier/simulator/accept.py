"""One sending request, judged and (when LINE would take it) delivered, in one transaction.

The log row with every recipient is on the disk before the answer leaves: that log is what says,
after any accident, who received what and how often.
"""

import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import Any

from notifier.simulator.answers import (
    KEY_WORDS,
    QUOTA_WORDS,
    REPLY_WORDS,
    Answer,
    bad_request,
    refusal,
)
from notifier.simulator.rules import Problem, check, check_retry_key
from notifier.simulator.store import Store, moment

KEY_LIFE_MS = 24 * 60 * 60 * 1000
JST = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Sending:
    """A request as it came: the endpoint, the raw bytes and the retry key."""

    kind: str
    raw: bytes
    retry_key: str | None
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Verdict:
    answer: Answer
    recipients: tuple[str, ...] = ()


def accept(store: Store, channel: sqlite3.Row, sending: Sending) -> Answer:
    """Judge a sending, deliver it to the friends who can receive it, and log it either way."""
    try:
        parsed = json.loads(sending.raw)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        words = "The request body could not be parsed as JSON"
        answer = refusal(400, words)
        log(store, channel["channel_id"], sending, answer)
        return answer
    sending = Sending(sending.kind, sending.raw, sending.retry_key, parsed)
    with store.transaction() as db:
        verdict = _judge(db, store.millis(), channel, sending)
        _write(db, store.millis(), channel["channel_id"], sending, verdict)
    return verdict.answer


def log(store: Store, channel_id: str, sending: Sending, answer: Answer) -> None:
    """Log a request that was turned away before it was judged."""
    with store.transaction() as db:
        _write(db, store.millis(), channel_id, sending, _Verdict(answer))


def is_accepted(store: Store, channel_id: str, sending: Sending) -> bool:
    """Whether a call with this key was taken before: what was in order then is not bad now."""
    with store.transaction() as db:
        return _known_key(db, store.millis(), channel_id, sending) is not None


def quota_used(db: sqlite3.Connection, channel_id: str, now: int) -> int:
    """Recipients billed this month (a month in Japan)."""
    row = db.execute(
        "SELECT used FROM usage WHERE channel_id = ? AND month = ?", (channel_id, _month(now))
    ).fetchone()
    return int(row["used"]) if row else 0


def _judge(db: sqlite3.Connection, now: int, channel: sqlite3.Row, sending: Sending) -> _Verdict:
    problems = check(sending.body, sending.kind)
    bad_key = check_retry_key(sending.retry_key, sending.kind)
    if bad_key:
        problems.insert(0, bad_key)
    if problems:
        return _Verdict(bad_request(problems))
    known = _known_key(db, now, channel["channel_id"], sending)
    if known:
        return _Verdict(known)
    if sending.kind == "reply":
        return _reply(db, now, channel["channel_id"], sending)
    return _send(db, now, channel, sending)


def _known_key(
    db: sqlite3.Connection, now: int, channel_id: str, sending: Sending
) -> Answer | None:
    row = db.execute(
        "SELECT * FROM retry_key WHERE channel_id = ? AND retry_key = ? AND at > ?",
        (channel_id, (sending.retry_key or "").lower(), now - KEY_LIFE_MS),
    ).fetchone()
    if row is None:
        return None
    same = row["body_hash"] == _hash(sending.raw)
    return Answer(
        409,
        {"message": KEY_WORDS},
        accepted_request_id=row["request_id"],
        note="" if same else "VIOLATION: another body under a known retry key",
    )


def _reply(db: sqlite3.Connection, now: int, channel_id: str, sending: Sending) -> _Verdict:
    token = sending.body["replyToken"]
    row = db.execute(
        "SELECT * FROM reply_token WHERE token = ? AND channel_id = ?", (token, channel_id)
    ).fetchone()
    if row is None or row["used_at"] is not None or row["expires_at"] <= now:
        problem = "unknown" if row is None else "used" if row["used_at"] else "expired"
        return _Verdict(refusal(400, REPLY_WORDS, note=f"reply token {problem}"))
    db.execute("UPDATE reply_token SET used_at = ? WHERE token = ?", (now, token))
    return _Verdict(_taken(sending), (row["user_id"],))


def _send(db: sqlite3.Connection, now: int, channel: sqlite3.Row, sending: Sending) -> _Verdict:
    channel_id = channel["channel_id"]
    asked = _asked(sending.body)
    # Whoever blocked us or never was a friend is skipped in silence and not billed.
    active = {
        row["user_id"]
        for row in db.execute(
            "SELECT user_id FROM friend WHERE channel_id = ? AND state = 'active'"
            " AND user_id IN (SELECT value FROM json_each(?))",
            (channel_id, json.dumps(asked)),
        )
    }
    recipients = tuple(user_id for user_id in asked if user_id in active)
    limit = channel["quota_limit"]
    if limit is not None and quota_used(db, channel_id, now) + len(recipients) > limit:
        return _Verdict(refusal(429, QUOTA_WORDS, note="quota"))
    answer = _taken(sending, twice=len(set(asked)) < len(asked))
    _remember(db, now, channel_id, sending, answer)
    db.execute(
        "INSERT INTO usage VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used = used + excluded.used",
        (channel_id, _month(now), len(recipients)),
    )
    return _Verdict(answer, recipients)


def _remember(
    db: sqlite3.Connection, now: int, channel_id: str, sending: Sending, answer: Answer
) -> None:
    if sending.retry_key is not None:
        db.execute(
            "INSERT OR REPLACE INTO retry_key VALUES (?, ?, ?, ?, ?)",
            (channel_id, sending.retry_key.lower(), _hash(sending.raw), answer.request_id, now),
        )


def _taken(sending: Sending, *, twice: bool = False) -> Answer:
    note = "VIOLATION: the same id twice in one request" if twice else ""
    if sending.kind == "multicast":
        return Answer(200, note=note)
    sent = [{"id": str(int(_hash(sending.raw)[:12], 16) + n)} for n, _ in enumerate(_said(sending))]
    return Answer(200, {"sentMessages": sent}, note=note)


def _write(
    db: sqlite3.Connection, now: int, channel_id: str, sending: Sending, verdict: _Verdict
) -> None:
    units = sending.body.get("customAggregationUnits")
    answer = verdict.answer
    db.execute(
        "INSERT INTO request (request_id, channel_id, endpoint, at, retry_key, status, asked,"
        " recipients, messages, unit, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            answer.request_id,
            channel_id,
            sending.kind,
            now,
            sending.retry_key,
            answer.status,
            len(_asked(sending.body)),
            json.dumps(verdict.recipients),
            json.dumps(_said(sending), ensure_ascii=False),
            str(units[0]) if isinstance(units, list) and units else None,
            answer.note,
        ),
    )


def refuse_recipient(store: Store, channel_id: str, sending: Sending, problem: Problem) -> Answer:
    """LINE's 400 about one id that looked right."""
    answer = bad_request([problem])
    log(store, channel_id, sending, answer)
    return answer


def _asked(body: dict[str, Any]) -> list[str]:
    to = body.get("to")
    return [to] if isinstance(to, str) else list(to) if isinstance(to, list) else []


def _said(sending: Sending) -> list[Any]:
    messages = sending.body.get("messages")
    return messages if isinstance(messages, list) else []


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _month(now: int) -> str:
    return moment(now).astimezone(JST).strftime("%Y-%m")
