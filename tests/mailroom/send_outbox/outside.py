"""The world outside as the outbox meets it, and a look at the one row that waits."""

import json
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.mailroom import OutboxMessage
from notifier.wire import line

TEXT = [{"type": "text", "text": "こんにちは"}]
Script = list[object]


class Outside:
    """A mail server and a LINE that answer from a script and remember what they got."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.calls: list[tuple[str, str, dict[str, object], str]] = []
        self.script: Script = []

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        assert sender
        self.mails.append((recipient, message))
        self._next("250 ok")
        return "250 ok"

    def line(self, kind: str, token: str, body: bytes, retry_key: str = "") -> line.LineAnswer:
        self.calls.append((kind, token, json.loads(body), retry_key))
        status = self._next(200)
        assert isinstance(status, int)
        return line.LineAnswer(status, "req", "", b"{}")

    def _next(self, otherwise: object) -> object:
        step = self.script.pop(0) if self.script else otherwise
        if isinstance(step, Exception):
            raise step
        return step


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def row(session: Session) -> OutboxMessage:
    session.rollback()
    session.expire_all()
    return session.scalars(select(OutboxMessage)).one()
