"""The doctor compares this machine's clock with the database's."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from notifier.cli import doctor_clock
from notifier.cli.doctor_clock import check_clock, seconds_apart
from notifier.config import settings
from notifier.kit import clock

REAL = clock.now


@pytest.mark.parametrize(
    ("apart", "state", "words"),
    [
        (0.0, "ok", "合っています"),
        (-4.9, "ok", "合っています"),
        (90.2, "wrong", "データベースの機械より90秒進んでいます"),
        (-3600.0, "wrong", "データベースの機械より3,600秒遅れています"),
    ],
)
def test_what_is_said(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, apart: float, state: str, words: str
) -> None:
    del engine
    monkeypatch.setattr(doctor_clock, "seconds_apart", lambda _: apart)
    found = check_clock(settings())
    assert (found.state, found.found) == (state, words)
    assert ("NTP" in found.remedy) is (state == "wrong")


@pytest.mark.parametrize("ahead", [0, 90, -3600])
def test_how_far_apart_they_are(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: REAL() + timedelta(seconds=ahead))
    if engine.dialect.name == "sqlite":
        assert seconds_apart(engine) == 0.0, "it is this machine's own"
    else:
        assert abs(seconds_apart(engine) - ahead) < 1


def test_what_nobody_compared_is_not_said_to_be_right(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Engine) -> float:
        raise OperationalError("SELECT", None, Exception("gone"))

    monkeypatch.setattr(doctor_clock, "seconds_apart", gone)
    assert check_clock(settings()).state == "note"
