"""A slow mail worker whose batch another machine took over: what it did not send is not lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from notifier.config import settings
from notifier.delivery.receipts import NOT_TAKEN
from notifier.editions import Edition, EditionState
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.wire import smtp
from tests.delivery.mailing import Mailing, Post, Use, make_mailing, told

LATER = timedelta(seconds=70)  # the lease of the first is over


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path / "here"))
    settings.cache_clear()


def taken_over(
    mailing: Mailing,
    use: Use,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    refuses: Callable[[str], smtp.SmtpRefusedError | None] = lambda _: None,
    then: Callable[[], None] = lambda: None,
) -> tuple[Post, Post]:
    """The relay keeps the first machine waiting beyond its lease and takes nothing of it."""
    second = Post(refuses=refuses)

    def elsewhere() -> None:
        with monkeypatch.context() as there:
            there.setenv("NOTIFIER_VAR_DIR", str(tmp_path / "elsewhere"))
            settings.cache_clear()
            use(second)
            assert mailing.send(LATER)
        settings.cache_clear()
        then()
        raise smtp.SmtpUnreachableError

    first = use(Post(at_first=elsewhere))
    assert mailing.send()
    return first, second


def state_of(mailing: Mailing) -> tuple[str, str]:
    with reading() as session:
        edition = session.get_one(Edition, mailing.edition_id)
        return edition.state.value, edition.reason


@pytest.mark.usefixtures("engine")
def test_who_was_surely_not_served_waits_for_a_person_when_the_batch_is_over(
    now: datetime, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mailing = make_mailing(120, now=now)
    first, second = taken_over(mailing, use, monkeypatch, tmp_path)
    assert not first.taken
    assert second.taken == mailing.addresses[50:]
    assert mailing.states() == {"queued": 50, "sent": 70}
    tick(now_fn=lambda: mailing.at + LATER)
    state, reason = state_of(mailing)
    assert state == "blocked"
    assert f"70人に送りましたが、50人にはまだ送っていません。{NOT_TAKEN}" in reason


@pytest.mark.usefixtures("engine")
def test_who_was_surely_not_served_is_sent_with_what_is_left_of_the_batch(
    now: datetime, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mailing = make_mailing(120, now=now)
    slow = mailing.addresses[-1]
    later = smtp.SmtpRefusedError(450, "4.2.0 later", stage="recipient")
    first, second = taken_over(
        mailing, use, monkeypatch, tmp_path, refuses=lambda one: later if one == slow else None
    )
    assert not first.taken
    third = use(Post())
    assert mailing.send(LATER + timedelta(minutes=5))
    assert sorted(second.taken + third.taken) == mailing.addresses
    assert (mailing.states(), told(mailing)) == ({"sent": 120}, {})


@pytest.mark.usefixtures("engine")
def test_a_stopped_edition_says_who_was_not_served(
    now: datetime, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mailing = make_mailing(3, now=now)

    def stopped() -> None:
        with writing() as session:
            session.execute(update(Edition).values(state=EditionState.STOPPED, stopped_at=now))

    taken_over(mailing, use, monkeypatch, tmp_path, then=stopped)
    assert told(mailing) == {f"failed: {NOT_TAKEN}": 3}
