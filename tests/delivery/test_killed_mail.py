"""A mail worker is killed at a chosen point: nobody is lost, one at most is unknown, none is told twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from notifier.config import settings
from notifier.delivery import Batch, BatchState
from notifier.delivery import journal as journals
from notifier.delivery.mail_run import MailRun
from notifier.delivery.send_batch import FAULT
from notifier.editions import Edition, EditionState
from notifier.flows.tick import tick
from notifier.kit.db import writing
from notifier.wire import smtp
from tests.delivery.mailing import KilledError, Mailing, Post, Use, make_mailing

READERS = 70  # more than one turn
LEASE_OVER = timedelta(seconds=61)


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    del engine
    return make_mailing(READERS, now=now)


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    move(monkeypatch, tmp_path / "var")
    yield tmp_path / "var"
    settings.cache_clear()


def move(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Another ``var``: another machine."""
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(folder))
    settings.cache_clear()


def journals_in(var_dir: Path) -> int:
    folder = var_dir / "journal"
    return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.mark.parametrize("dies_at", [0, 3, 49, 50, 60])
@pytest.mark.parametrize(("when", "doubtful"), [("before", 0), ("after", 1), ("heard", 0)])
def test_a_kill_leaves_at_most_the_message_on_the_wire_in_doubt(
    mailing: Mailing, use: Use, when: str, dies_at: int, doubtful: int
) -> None:
    """ "after" is the hard case: the relay has it, and the process ends before the commit."""
    first = use(Post(dies_at, when))
    with pytest.raises(KilledError):
        mailing.send()
    second = use(Post())
    assert mailing.send(LEASE_OVER)
    assert sorted(first.taken + second.taken) == mailing.addresses, "each exactly once"
    wanted = {"sent": READERS - doubtful} | ({"unknown": doubtful} if doubtful else {})
    assert mailing.states() == wanted
    assert mailing.unknown() == first.taken[-1:] * doubtful
    assert mailing.batch().state is BatchState.DONE


def test_nothing_is_left_behind_when_all_goes_well(
    mailing: Mailing, use: Use, var_dir: Path
) -> None:
    use(Post())
    assert mailing.send()
    assert mailing.states() == {"sent": READERS}
    assert journals_in(var_dir) == 0


def test_without_the_journal_the_turn_is_unknown_and_never_sent_again(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The machine died: what its worker had taken, fifty at most, cannot be known."""
    first = use(Post(3, "after"))
    with pytest.raises(KilledError):
        mailing.send()
    move(monkeypatch, tmp_path / "another machine")
    second = use(Post())
    assert mailing.send(LEASE_OVER)
    assert mailing.states() == {"sent": READERS - 50, "unknown": 50}
    assert not set(second.taken) & set(mailing.unknown())
    assert set(first.taken) <= set(mailing.unknown())
    for hours in (1, 30):
        tick(now_fn=lambda hours=hours: mailing.at + timedelta(hours=hours))  # type: ignore[misc]
    assert len(second.taken) == READERS - 50


def test_a_journal_from_before_the_machine_started_is_no_witness(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Power was lost, and with it perhaps the end of the file."""
    use(Post(3, "heard"))
    with pytest.raises(KilledError):
        mailing.send()
    monkeypatch.setattr(journals, "_boot", lambda: "another boot")
    use(Post())
    assert mailing.send(LEASE_OVER)
    assert mailing.states() == {"sent": READERS - 50, "unknown": 50}


def test_two_deaths_in_a_row_do_not_mistake_each_others_journals(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, var_dir: Path
) -> None:
    """Here, then elsewhere: the journal here knows nothing of whom the second had taken."""
    posts = [use(Post(3, "after"))]
    with pytest.raises(KilledError):
        mailing.send()
    move(monkeypatch, tmp_path / "another machine")
    posts.append(use(Post(2, "after")))
    with pytest.raises(KilledError):
        mailing.send(LEASE_OVER)
    move(monkeypatch, var_dir)
    posts.append(use(Post()))
    mailing.send(LEASE_OVER * 2)
    taken = [one for post in posts for one in post.taken]
    assert len(taken) == len(set(taken)), "nobody twice"
    assert set(mailing.addresses) - set(taken) <= set(mailing.unknown()), "nobody lost unsaid"


def test_a_slow_worker_is_not_taken_for_dead(mailing: Mailing, use: Use) -> None:
    """Its lease ran out while it waited for the relay; on the same machine it is seen to live."""

    def taken_over() -> None:
        use(other)
        mailing.send(LEASE_OVER)

    other = Post()
    slow = use(Post(at_first=taken_over))
    mailing.send()
    assert other.taken == []
    assert len(slow.taken) == 50, "the batch was claimed meanwhile, so it stops after its turn"
    assert mailing.batch().state is BatchState.RETRY
    assert "ほかの作業" in mailing.batch().reason
    assert mailing.batch().attempts == 1, "finding it in use was no attempt"
    mailing.send(LEASE_OVER * 2)
    assert sorted(slow.taken + other.taken) == mailing.addresses
    assert mailing.states() == {"sent": READERS}


def test_a_refusal_heard_after_the_batch_was_taken_over_elsewhere_is_never_left_open(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The other machine called the letters unknown and closed the batch; nobody looks again."""

    def taken_over() -> None:
        here = settings().var_dir
        move(monkeypatch, tmp_path / "another machine")
        use(other)
        mailing.send(LEASE_OVER)
        move(monkeypatch, here)

    def later(recipient: str) -> smtp.SmtpRefusedError | None:
        return (
            smtp.SmtpRefusedError(452, "4.2.2 full") if recipient.startswith("reader00") else None
        )

    other = Post()
    slow = use(Post(refuses=later, at_first=taken_over))
    mailing.send()
    assert sorted(slow.taken + other.taken) == mailing.addresses[10:]
    assert mailing.states() == {"failed": 10, "sent": READERS - 10}


def test_stop_after_a_death_settles_by_the_journal(mailing: Mailing, use: Use) -> None:
    use(Post(3, "after"))
    with pytest.raises(KilledError):
        mailing.send()
    with writing() as session:
        session.execute(update(Edition).values(state=EditionState.STOPPED))
    tick(now_fn=lambda: mailing.at + LEASE_OVER)
    assert mailing.states() == {"sent": 3, "suppressed": READERS - 4, "unknown": 1}
    assert mailing.batch().state is BatchState.STOPPED


def test_stop_takes_effect_after_the_turn(mailing: Mailing, use: Use) -> None:
    """The bound that is promised: fifty messages, or one second."""

    def stop() -> None:
        with writing() as session:
            session.execute(update(Edition).values(state=EditionState.STOPPED))

    post = use(Post(at_first=stop))
    mailing.send()
    assert len(post.taken) == 50
    tick(now_fn=lambda: mailing.at + LEASE_OVER)
    assert mailing.states() == {"sent": 50, "suppressed": READERS - 50}


def test_a_slow_relay_makes_the_turns_small(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a second what was heard is recorded; the rest are asked about once more."""
    clock = iter(range(10_000))
    monkeypatch.setattr("notifier.delivery.mail_run.time.monotonic", lambda: next(clock) * 0.3)
    post = use(Post())
    mailing.send()
    assert sorted(post.taken) == mailing.addresses
    assert mailing.states() == {"sent": READERS}


def test_a_late_batch_of_a_living_worker_is_not_laid_aside(mailing: Mailing, use: Use) -> None:
    use(Post(at_first=lambda: mailing.send(timedelta(hours=5))))
    mailing.send()
    with writing() as session:
        assert session.get_one(Batch, mailing.batch_id).state is not BatchState.STOPPED


def test_one_fault_after_many_ordinary_tries_is_no_series_of_faults(
    mailing: Mailing, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider said "later" all morning; then something of ours went wrong, once."""
    with writing() as session:
        session.get_one(Batch, mailing.batch_id).attempts = 8
    use(Post())
    with monkeypatch.context() as patched:
        patched.setattr(MailRun, "turn", lambda *_: 1 / 0)
        mailing.send()
    assert (mailing.batch().state, mailing.batch().reason_key) == (BatchState.RETRY, FAULT)
    assert mailing.send(timedelta(hours=1))
    assert mailing.states() == {"sent": READERS}
