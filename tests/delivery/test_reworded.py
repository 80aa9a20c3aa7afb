"""A release words a sentence anew while an edition goes out: what was written before still counts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from notifier.config import settings
from notifier.delivery import Batch, BatchState, Delivery
from notifier.delivery.channels.line import MOST_BAD_IDS
from notifier.delivery.mail_run import MailRun
from notifier.delivery.send_batch import FAULTY, MOST_FAULTS
from notifier.kit.db import writing
from notifier.simulator import Control
from tests.delivery.mailing import READERS, Mailing, Post, Use, make_mailing

BEFORE = "前の版の言い方です。"


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


def reword() -> None:
    """All that was written so far stands in the words of the release before."""
    with writing() as session:
        for kept in (Batch, Delivery):
            session.execute(update(kept).where(kept.reason != "").values(reason=BEFORE))


def test_a_second_refused_login_still_ends_it(lining: Mailing, control: Control) -> None:
    control.faults({"endpoint": "multicast", "kind": "401", "times": 100})
    assert lining.send()
    reword()
    assert lining.send(timedelta(seconds=1))
    assert lining.batch().state is BatchState.REJECTED


def test_a_login_that_failed_once_long_ago_is_not_remembered(
    lining: Mailing, control: Control
) -> None:
    """A key goes with its sentence: what LINE answered after it has none."""
    control.faults({"endpoint": "multicast", "kind": "401"})
    assert lining.send()
    control.faults({"endpoint": "multicast", "kind": "500_before"})
    assert lining.send(timedelta(seconds=1))
    control.faults({"endpoint": "multicast", "kind": "401"})
    assert lining.send(timedelta(minutes=1))
    assert lining.batch().state is BatchState.RETRY
    assert lining.send(timedelta(minutes=2))
    assert lining.states() == {"sent": READERS}


def test_refused_ids_are_still_counted(lining: Mailing, control: Control) -> None:
    control.faults({"endpoint": "multicast", "kind": "bad_id", "index": 0, "times": 100})
    for second in range(20):
        lining.send(timedelta(seconds=second))
        reword()
    assert lining.states() == {"failed": MOST_BAD_IDS, "queued": READERS - MOST_BAD_IDS}


def test_a_series_of_faults_still_ends(
    engine: Engine, use: Use, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    del engine
    mailing = make_mailing(READERS, now=now)
    use(Post())
    monkeypatch.setattr(MailRun, "turn", lambda *_: 1 / 0)
    for again in range(MOST_FAULTS):
        reword()
        mailing.send(timedelta(minutes=15 * again))
    assert (mailing.batch().state, mailing.batch().reason) == (BatchState.STOPPED, FAULTY)
