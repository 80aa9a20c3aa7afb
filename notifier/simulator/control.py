"""A client of the control API, for the practice commands and for tests."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import HTTPError

from notifier.kit.errors import UnavailableError

TIMEOUT = urllib3.Timeout(connect=3.05, read=30)
FIRST_ERROR = 400


class SimulatorError(UnavailableError):
    """The simulator does not answer, or does not take what it was given."""


class Control:
    """``Control(url)``: channels, friends, trouble and the log of the simulator at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def put_channel(self, channel_id: str, secret: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Make or replace a channel; returns it with its ``bot_user_id``.

        Settings: name, webhook_url, purpose (readers), quota_limit (None = unlimited), rate (200/s).
        """
        facts = {"channel_id": channel_id, "secret": secret, **settings}
        made: dict[str, Any] = self._call("PUT", "channels", facts)
        return made

    def channels(self) -> list[dict[str, Any]]:
        """Every channel with its numbers of friends."""
        found: list[dict[str, Any]] = self._call("GET", "channels")
        return found

    def add_friends(self, channel_id: str, friends: Iterable[str | Mapping[str, Any]]) -> int:
        """Friends by id, or as ``{user_id, name, state}``; returns how many."""
        rows = [{"user_id": f} if isinstance(f, str) else dict(f) for f in friends]
        return int(self._call("POST", f"channels/{quote(channel_id)}/friends", rows)["added"])

    def friends(
        self, channel_id: str, *, state: str = "", after: str = "", limit: int = 1000
    ) -> list[dict[str, Any]]:
        """A page of friends."""
        query = urlencode({"state": state, "after": after, "limit": limit})
        found: list[dict[str, Any]] = self._call(
            "GET", f"channels/{quote(channel_id)}/friends?{query}"
        )
        return found

    def block(self, channel_id: str, user_id: str) -> None:
        """Block in silence; ``act(…, "unfollow")`` tells the service too."""
        self._call("PUT", f"{_friend(channel_id, user_id)}/state", {"state": "blocked"})

    def unblock(self, channel_id: str, user_id: str) -> None:
        """Unblock in silence."""
        self._call("PUT", f"{_friend(channel_id, user_id)}/state", {"state": "active"})

    def act(self, channel_id: str, user_id: str, act: str, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Somebody's act with its webhook: follow, unfollow, say(text), press(action), unsend,
        photo(content in base64, content_type, image_set), send(message), …

        Returns ``{status, note}``: what our service answered.
        """
        body = {"act": act, **facts}
        done: dict[str, Any] = self._call("POST", f"{_friend(channel_id, user_id)}/acts", body)
        return done

    def messages(self, channel_id: str, user_id: str) -> list[dict[str, Any]]:
        """Every message object on this friend's phone, oldest first."""
        found: list[dict[str, Any]] = self._call("GET", f"{_friend(channel_id, user_id)}/messages")
        return found

    def said(self, channel_id: str, user_id: str) -> list[dict[str, Any]]:
        """What this friend wrote and sent, oldest first: ``{message_id, kind, text}``."""
        found: list[dict[str, Any]] = self._call("GET", f"{_friend(channel_id, user_id)}/said")
        return found

    def log(self, channel_id: str = "", *, after: int = 0) -> list[dict[str, Any]]:
        """Every sending request: at, endpoint, retry_key, status, recipients, messages, unit."""
        query = urlencode({"channel": channel_id, "after": after})
        found: list[dict[str, Any]] = self._call("GET", f"log?{query}")
        return found

    def received(self, channel_id: str, *, kind: str = "") -> dict[str, dict[str, int]]:
        """``{user_id: {retry key or request id: times}}`` of what reached phones."""
        query = urlencode({"channel": channel_id, "kind": kind})
        counts: dict[str, dict[str, int]] = self._call("GET", f"received?{query}")
        return counts

    def faults(self, *faults: Mapping[str, Any]) -> None:
        """Queue trouble: ``{endpoint, kind, times, seconds, index}``."""
        self._call("POST", "faults", [dict(fault) for fault in faults])

    def clear_faults(self) -> None:
        """No more trouble."""
        self._call("DELETE", "faults")

    def reset(self) -> None:
        """Forget everything."""
        self._call("POST", "reset", {})

    def _call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        try:
            answer = self._pool.request(
                method, f"{self._url}/_sim/{path}", body=data, headers=headers
            )
        except HTTPError as error:
            raise SimulatorError("練習用のLINEが動いていません。") from error
        if answer.status >= FIRST_ERROR:
            raise SimulatorError(f"練習用のLINEが断りました: {answer.data.decode()}")
        return json.loads(answer.data)


def _friend(channel_id: str, user_id: str) -> str:
    return f"channels/{quote(channel_id)}/friends/{quote(user_id)}"
