"""What may have been accepted is never sent again by itself; what surely was not waits, and says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from notifier import delivery, hubs
from notifier.delivery import Batch, BatchState
from notifier.delivery.channels import line as channel
from notifier.editions import Edition
from notifier.editions.press import Press
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.wire import line
from tests.delivery.conftest import Ready
from tests.delivery.ready import SHORTLY, counts, edition_of, fault, go, go_again, times_received


def test_after_a_day_down_a_call_in_doubt_is_not_made_again(line_only: Ready) -> None:
    """LINE forgets a retry key after 24 hours: the same call would be a second message."""
    fault(line_only, "500_after")
    go(line_only, SHORTLY)
    assert times_received(line_only) == {1}
    line_only.world.control.clear_faults()
    calls = len(line_only.world.control.log())
    go(line_only, timedelta(hours=25))
    assert len(line_only.world.control.log()) == calls
    assert counts(line_only) == {"unknown": 40}
    assert edition_of(line_only).state == "sent"


def test_two_refused_logins_leave_nobody_in_doubt_and_the_edition_says_why(
    line_only: Ready,
) -> None:
    fault(line_only, "401", times=1000)
    for minute in range(3):
        go(line_only, SHORTLY + timedelta(minutes=minute))
    blocked = edition_of(line_only)
    assert blocked.state == "blocked"
    assert "シークレット" in blocked.reason
    assert "40人にはまだ送っていません" in blocked.reason
    line_only.world.control.clear_faults()
    go_again(line_only, timedelta(minutes=10))
    assert edition_of(line_only).state == "sent"
    assert counts(line_only) == {"sent": 40}
    assert times_received(line_only) == {1}


def test_a_login_refused_after_an_answer_was_lost_gets_a_new_token(line_only: Ready) -> None:
    fault(line_only, "500_after")
    go(line_only, SHORTLY)
    line_only.world.control.clear_faults()
    fault(line_only, "401", times=1)
    for minute in range(1, 4):
        go(line_only, timedelta(minutes=minute))
    assert counts(line_only) == {"sent": 40}
    assert times_received(line_only) == {1}


def test_batches_found_hours_late_are_not_sent_and_somebody_is_told(line_only: Ready) -> None:
    moment = line_only.send_at + SHORTLY
    delivery.dispatch(line_only.edition_id, now_fn=lambda: moment)
    go(line_only, timedelta(hours=3))
    assert not line_only.world.control.log()
    blocked = edition_of(line_only)
    assert blocked.state == "blocked"
    assert "時刻を大きく過ぎた" in blocked.reason


@pytest.mark.parametrize("step", ["freeze", "_send"])
def test_a_fault_of_ours_is_tried_again_and_then_said(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Before the request stands, where the claim goes back with it, nobody can have got it; after
    that a call may have been made, and who was named in it is said to be unknown."""
    whole = getattr(channel, step)
    with reading() as session:
        assert session.scalar(select(Batch.id)) is None

    def fails(*given: Any) -> Any:
        if any(getattr(one, "batch_id", None) == 1 for one in given):
            raise ValueError("a bug")
        return whole(*given)

    monkeypatch.setattr(channel, step, fails)
    go(line_only, SHORTLY)
    with reading() as session:
        first = session.scalars(select(Batch).order_by(Batch.id)).all()[0]
    assert first.id == 1
    assert first.state == BatchState.RETRY
    assert counts(line_only)["sent"] > 0
    for minute in range(1, 80):
        go(line_only, timedelta(minutes=minute))
        if edition_of(line_only).state != "dispatching":
            break
    if step == "_send":
        assert edition_of(line_only).state == "sent"
        assert counts(line_only).keys() == {"sent", "unknown"}
        assert times_received(line_only) == {0, 1}
        return
    assert edition_of(line_only).state == "blocked"
    assert "誤りが続いた" in edition_of(line_only).reason
    monkeypatch.setattr(channel, step, whole)
    go_again(line_only, timedelta(minutes=81))
    assert times_received(line_only) == {1}


def test_a_token_that_cannot_be_had_leaves_no_doubt(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> str:
        raise line.LineUnreachableError(maybe_sent=True)

    moment = line_only.send_at + SHORTLY
    delivery.dispatch(line_only.edition_id, now_fn=lambda: moment)
    monkeypatch.setattr(channel, "channel_token", silent)
    go(line_only, timedelta(seconds=2))
    with reading() as session:
        assert not any(session.scalars(select(Batch.is_in_doubt)))


def test_one_hub_in_trouble_does_not_keep_the_next_waiting(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def dispatch(edition_id: int, *, now_fn: Callable[[], datetime]) -> str:
        asked.append(edition_id)
        raise UnavailableError(str(now_fn()))

    monkeypatch.setattr(delivery, "dispatch", dispatch)
    with writing() as session:
        mine = session.get_one(Edition, line_only.edition_id)
        session.add(
            Edition(
                hub_id=hubs.find_hub(session, "kohoku").id,
                kind="weekly",
                on=mine.on,
                state=mine.state,
                title="x",
                composed_at=mine.composed_at,
                send_at=mine.send_at,
            )
        )
    go(line_only, SHORTLY)
    assert len(asked) == 2


def test_an_issue_that_cannot_be_printed_is_blocked_before_anybody_got_it(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("a template")

    monkeypatch.setattr(Press, "print_issue", breaks)
    go(line_only, SHORTLY)
    assert edition_of(line_only).state == "blocked"
    assert "組み立てられなかった" in edition_of(line_only).reason
