"""An outbox and what stands outside of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.wire import line, smtp
from tests.line_account import add_line_channel
from tests.mailroom.send_outbox.outside import Outside


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    made = Outside()

    @contextmanager
    def open_mailer(_url: str) -> Iterator[Outside]:
        yield made

    monkeypatch.setattr(smtp, "open_mailer", open_mailer)
    monkeypatch.setattr(line, "reply", lambda _url, token, body: made.line("reply", token, body))
    monkeypatch.setattr(
        line,
        "push",
        lambda _url, token, body, *, retry_key: made.line("push", token, body, retry_key),
    )
    numbers = iter(range(100))
    monkeypatch.setattr(line, "issue_token", lambda *_: line.Token(f"token-{next(numbers)}", 900))
    return made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def channel(session: Session, hub: Hub) -> Iterator[LineChannel]:
    made = add_line_channel(session, hub, ChannelPurpose.READERS)
    yield made
    mailroom.forget_token(made)
