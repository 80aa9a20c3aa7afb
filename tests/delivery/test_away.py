"""A relay that is away fails nobody: it is tried again, and past the hour a person is asked."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine

from notifier.config import settings
from notifier.delivery import BatchState
from notifier.delivery.channels.email import AWAY
from notifier.editions import Edition, EditionState
from notifier.flows.tick import tick
from notifier.kit.db import reading
from notifier.wire import smtp
from tests.delivery.mailing import Mailing, Post, Use, make_mailing

READERS = 20
FRESH_MINUTES = 120


class Away(Post):
    """Takes so many, then nobody listens any more."""

    def __init__(self, after: int = 0) -> None:
        super().__init__()
        self.after = after

    def deliver(
        self, mails: Iterable[smtp.Mail], *, before: Callable[[smtp.Mail], None]
    ) -> Iterator[tuple[smtp.Mail, smtp.Ending]]:
        """One after another."""
        yield from super().deliver(islice(mails, self.after - len(self.taken)), before=before)
        raise smtp.SmtpUnreachableError


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    del engine
    return make_mailing(READERS, now=now)


def closing(_recipient: str) -> smtp.SmtpRefusedError:
    """What a relay says that is shutting down, to the first command of everybody."""
    return smtp.SmtpRefusedError(421, "4.3.2 shutting down", stage="sender")


def edition_of(mailing: Mailing) -> Edition:
    with reading() as session:
        return session.get_one(Edition, mailing.edition_id)


def try_until(mailing: Mailing, minutes: int, *, begin: int = 0) -> int:
    """Ring every minute; returns after how many minutes the batch was laid down for good."""
    for minute in range(begin, minutes):
        mailing.send(timedelta(minutes=minute))
        if mailing.batch().state is BatchState.REJECTED:
            return minute
    return minutes


@pytest.mark.parametrize("post", [Away(), Post(refuses=closing)], ids=["gone", "421"])
def test_past_the_hour_a_person_is_asked_and_nobody_failed(
    mailing: Mailing, use: Use, post: Post
) -> None:
    use(post)
    asked_after = try_until(mailing, 600)
    assert 60 <= asked_after <= FRESH_MINUTES
    assert (mailing.batch().reason, mailing.states()) == (AWAY, {"queued": READERS})
    tick(now_fn=lambda: mailing.at + timedelta(minutes=asked_after + 1))
    blocked = edition_of(mailing)
    assert blocked.state is EditionState.BLOCKED
    assert f"{READERS}人にはまだ送っていません。{AWAY}" in blocked.reason
    back = use(Post())
    tick(now_fn=lambda: mailing.at + timedelta(hours=4))
    assert back.taken == [], "not by itself, hours later"


def test_a_relay_that_comes_back_in_time_serves_everybody(mailing: Mailing, use: Use) -> None:
    use(Away())
    assert try_until(mailing, 60) == 60
    back = use(Post())
    for minute in range(60, 100):
        mailing.send(timedelta(minutes=minute))
    assert sorted(back.taken) == mailing.addresses
    assert mailing.states() == {"sent": READERS}


def test_the_hour_counts_from_the_last_mail_it_took(mailing: Mailing, use: Use) -> None:
    """A long edition that gets on is never late; one that stands still is."""
    late = 100
    gone = use(Away())
    try_until(mailing, late)
    some = use(Away(after=7))
    try_until(mailing, late + 30, begin=late)
    assert len(some.taken) == 7
    use(gone)
    asked_after = try_until(mailing, 600, begin=late + 30)
    assert late + 60 < asked_after <= late + 30 + FRESH_MINUTES
    assert mailing.states() == {"queued": READERS - len(some.taken), "sent": len(some.taken)}
