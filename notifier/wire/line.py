"""LINE's Messaging API as our own small gateway on urllib3.

Sending takes the very bytes it is given (the batch row holds them frozen beside its retry key);
an official client would parse and rebuild them, and it drops what it does not know. Timeouts are
explicit and nothing is retried here: whoever holds the batch row decides.
"""

import base64
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from notifier.kit.errors import BadInputError, UnavailableError

TIMEOUT = urllib3.Timeout(connect=3.05, read=10)
LONGEST_SECONDS = 15.0  # no call to LINE takes longer
# 16 calls at once reach LINE's 200 multicasts a second at 60 ms distance.
POOL_SIZE = 16
OK = 200

_NEVER_LEFT = (ConnectTimeoutError, NewConnectionError, NameResolutionError)


class LineUnreachableError(UnavailableError):
    """No answer from LINE. ``maybe_sent`` is false only when the request surely never left."""

    def __init__(self, *, maybe_sent: bool) -> None:
        super().__init__("LINEから返事がありません。少し待ってから、もう一度お試しください。")
        self.maybe_sent = maybe_sent


class LineRefusedError(UnavailableError):
    """LINE answered, but not with what was asked for; ``status`` says how."""

    def __init__(self, status: int, request_id: str = "") -> None:
        super().__init__(
            f"LINEが要求を受け付けませんでした（{status}）。チャネルの設定を確かめてください。"
        )
        self.status = status
        self.request_id = request_id


class ContentTooLargeError(BadInputError):
    """A picture or file a friend sent is larger than we are willing to keep."""


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What LINE answered to one request; 200 and 409 both mean *accepted*."""

    status: int
    request_id: str
    accepted_request_id: str
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object; an answer that is not one reads as empty."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Quota:
    """This month's allowance in recipients (None = unlimited) and what is used, approximately."""

    limit: int | None
    used: int

    @property
    def left(self) -> int | None:
        """Recipients still allowed this month; None = unlimited."""
        return None if self.limit is None else max(0, self.limit - self.used)


@dataclass(frozen=True, slots=True)
class Token:
    """A stateless channel token."""

    value: str
    expires_in_seconds: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a friend sent. Status 202 = not ready yet, 404 = unknown, 410 = taken back."""

    status: int
    content_type: str
    data: bytes


def multicast(api_url: str, token: str, body: bytes, *, retry_key: str) -> LineAnswer:
    """Send ``body`` to at most 500 friends; the same key within 24 h is accepted only once."""
    return _send(api_url, "multicast", token, body, retry_key=retry_key)


def push(api_url: str, token: str, body: bytes, *, retry_key: str) -> LineAnswer:
    """Send ``body`` to one friend."""
    return _send(api_url, "push", token, body, retry_key=retry_key)


def reply(api_url: str, token: str, body: bytes) -> LineAnswer:
    """Answer a reply token: free of charge, once, within a minute, and without a retry key."""
    return _send(api_url, "reply", token, body)


def validate(api_url: str, token: str, kind: str, body: bytes) -> LineAnswer:
    """Ask LINE whether it would take these messages as ``kind`` (multicast, push, reply)."""
    return _send(api_url, f"validate/{kind}", token, body)


def quota(api_url: str, token: str) -> Quota:
    """This month's allowance and use.

    Raises ``LineRefusedError`` when LINE says no, ``LineUnreachableError`` when what came is not
    LINE's answer: an allowance nobody named is not taken for none.
    """
    allowed = get_json(api_url, "/v2/bot/message/quota", token)
    consumption = get_json(api_url, "/v2/bot/message/quota/consumption", token)
    with _as_line_answers():
        is_limited = {"limited": True, "none": False}[allowed["type"]]
        return Quota(
            limit=int(allowed["value"]) if is_limited else None,
            used=int(consumption["totalUsage"]),
        )


def issue_token(api_url: str, channel_id: str, secret: str) -> Token:
    """A fresh stateless token (15 minutes, as many as you like).

    Raises ``LineRefusedError`` when id and secret do not belong together, ``LineUnreachableError``
    when LINE, or what answered in its place, gave none.
    """
    form = urlencode(
        {"grant_type": "client_credentials", "client_id": channel_id, "client_secret": secret}
    ).encode()
    answer = _call(
        "POST",
        f"{_base(api_url)}/oauth2/v3/token",
        {"Content-Type": "application/x-www-form-urlencoded"},
        form,
    )
    if answer.status != OK:
        raise LineRefusedError(answer.status, answer.request_id)
    facts = answer.json()
    with _as_line_answers():
        return Token(str(facts["access_token"]), int(facts["expires_in"]))


@contextmanager
def _as_line_answers() -> Iterator[None]:
    """What lacks the facts LINE always names came from something else on the way."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise LineUnreachableError(maybe_sent=False) from error


def get_content(data_url: str, token: str, message_id: str, limit_bytes: int) -> Content:
    """The picture or file of a message, read no further than ``limit_bytes``.

    Raises ``ContentTooLargeError`` beyond that.
    """
    url = f"{_base(data_url)}/v2/bot/message/{quote(message_id, safe='')}/content"
    try:
        response = _pool().request(
            "GET", url, headers=_bearer(token), preload_content=False, redirect=False
        )
        try:
            data = response.read(limit_bytes + 1)
        finally:
            response.close()
    except HTTPError as error:
        raise LineUnreachableError(maybe_sent=False) from error
    if len(data) > limit_bytes:
        raise ContentTooLargeError("送られた写真・ファイルが大きすぎるため、受け取れませんでした。")
    return Content(response.status, response.headers.get("content-type", ""), data)


def sign(body: bytes, secret: str) -> str:
    """The value of ``x-line-signature`` for these very bytes."""
    # Not hmac.digest: it lets the interpreter's lock go, and a thread waits longer to get it back
    # than a few hundred bytes take to sign.
    return base64.b64encode(hmac.new(secret.encode(), body, "sha256").digest()).decode()


def verify_signature(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    """Whether one of the channel's secrets (two while rotating) signed these bytes."""
    given = signature.encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets]
    return any(matches)


def get_json(api_url: str, path: str, token: str) -> dict[str, Any]:
    """What LINE tells at ``path``. Raises ``LineRefusedError`` for any answer but 200."""
    answer = _call("GET", f"{_base(api_url)}{path}", _bearer(token))
    if answer.status != OK:
        raise LineRefusedError(answer.status, answer.request_id)
    return answer.json()


def _send(
    api_url: str, path: str, token: str, body: bytes, *, retry_key: str | None = None
) -> LineAnswer:
    headers = {"Content-Type": "application/json", **_bearer(token)}
    if retry_key is not None:
        headers["X-Line-Retry-Key"] = retry_key
    return _call("POST", f"{_base(api_url)}/v2/bot/message/{path}", headers, body)


def _call(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
) -> LineAnswer:
    try:
        response = _pool().request(method, url, body=body, headers=headers, redirect=False)
    except HTTPError as error:
        raise LineUnreachableError(maybe_sent=not isinstance(error, _NEVER_LEFT)) from error
    return LineAnswer(
        status=response.status,
        request_id=response.headers.get("x-line-request-id", ""),
        accepted_request_id=response.headers.get("x-line-accepted-request-id", ""),
        body=response.data,
    )


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _base(url: str) -> str:
    return url.rstrip("/")


_pools: dict[int, urllib3.PoolManager] = {}


def _pool() -> urllib3.PoolManager:
    """This process's connections; a forked child must never write into its parent's sockets."""
    pid = os.getpid()
    if pid not in _pools:
        # retries=False: urllib3 would otherwise repeat what only the batch row may repeat.
        _pools[pid] = urllib3.PoolManager(maxsize=POOL_SIZE, timeout=TIMEOUT, retries=False)
    return _pools[pid]
