"""What may have been accepted is never sent again by itself; what surely was not waits, and says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import Batch, BatchState, quota
from notifier.delivery.channels import line as channel
from notifier.editions import Edition
from notifier.editions.press import Press
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError
from notifier.wire import line
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World

SHORTLY = timedelta(seconds=1)
BATCHES_AT_MOST = 60


@pytest.fixture
def line_only(here: World, now: datetime) -> Ready:
    """40 LINE readers, nobody by mail."""
    return make_ready(here, now, line=40, email=0)


def go(ready: Ready, after: timedelta) -> None:
    moment = ready.send_at + after
    tick(now_fn=lambda: moment)


def edition_of(ready: Ready) -> Edition:
    with reading() as session:
        return session.get_one(Edition, ready.edition_id)


def counts(ready: Ready) -> dict[str, int]:
    with reading() as session:
        status = delivery.status(session, session.get_one(Edition, ready.edition_id))
    found: dict[str, int] = status["channels"]["line"]
    return {state: number for state, number in found.items() if number}


def times_received(ready: Ready) -> set[int]:
    received = ready.world.control.received(practice.channel_id("nishi"))
    return {sum(received.get(user, {}).values()) for user in ready.line_ids}


def again(ready: Ready, at: datetime) -> None:
    """The person's way out: back to a draft, approve once more."""
    with writing() as session:
        edition = session.get_one(Edition, ready.edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        by = practice.staff(session, hub, "publisher")
        editions.reopen(session, edition, by=by, now=at)
        editions.approve(session, edition, version=edition.version, by=by, now=at)


def go_again(ready: Ready, after: timedelta) -> None:
    again(ready, ready.send_at + after)
    send_at = edition_of(ready).send_at
    assert send_at is not None
    tick(now_fn=lambda: send_at + SHORTLY)


def fault(ready: Ready, kind: str, times: int = BATCHES_AT_MOST) -> None:
    ready.world.control.faults({"endpoint": "multicast", "kind": kind, "times": times})


def shrink_quota(ready: Ready, limit: int) -> None:
    ready.world.control.put_channel(
        practice.channel_id("nishi"),
        practice.channel_secret("nishi"),
        quota_limit=limit,
        purpose="readers",
        webhook_url="http://127.0.0.1:9/hook",
    )


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


def test_quota_gone_in_the_middle_blocks_and_the_rest_goes_after_a_new_approval(
    line_only: Ready,
) -> None:
    moment = line_only.send_at + SHORTLY
    delivery.dispatch(line_only.edition_id, now_fn=lambda: moment)
    with reading() as session:
        first = session.scalars(select(Batch.id).order_by(Batch.id)).first()
    assert first is not None
    delivery.send_batch(first, now_fn=lambda: moment)
    sent = counts(line_only)["sent"]
    shrink_quota(line_only, sent)
    for minute in range(2):
        go(line_only, SHORTLY + timedelta(minutes=minute))
    blocked = edition_of(line_only)
    assert blocked.state == "blocked"
    assert f"{sent}人に送りましたが、{40 - sent}人にはまだ送っていません" in blocked.reason
    shrink_quota(line_only, 5_000)
    go_again(line_only, timedelta(minutes=10))
    assert edition_of(line_only).state == "sent"
    assert times_received(line_only) == {1}


def test_what_is_short_for_one_batch_is_short_for_the_edition(line_only: Ready) -> None:
    """Small batches would still fit after a large one was refused: who goes first is no lottery."""
    moment = line_only.send_at + SHORTLY
    delivery.dispatch(line_only.edition_id, now_fn=lambda: moment)
    shrink_quota(line_only, 10)
    for minute in range(2):
        go(line_only, SHORTLY + timedelta(minutes=minute))
    answers = [row["status"] for row in line_only.world.control.log()]
    assert answers.count(429) == 1
    assert answers[-1] == 429, "nothing was called for after that"
    sent = counts(line_only)["sent"]
    assert f"{40 - sent}人にはまだ送っていません" in edition_of(line_only).reason


def test_a_short_month_that_our_own_lost_call_used_up_is_no_shortage(line_only: Ready) -> None:
    shrink_quota(line_only, 40)
    fault(line_only, "reset_after")
    go(line_only, SHORTLY)
    line_only.world.control.clear_faults()
    fault(line_only, "429_quota")
    go(line_only, timedelta(minutes=1))
    assert edition_of(line_only).state == "dispatching"
    line_only.world.control.clear_faults()
    for minute in range(3, 6):
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


def test_line_silent_about_the_quota_for_hours_ends_in_a_sentence(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> line.Quota:
        raise line.LineUnreachableError(maybe_sent=False)

    monkeypatch.setattr(line, "quota", silent)
    go(line_only, SHORTLY)
    assert edition_of(line_only).state == "dispatching"
    go(line_only, timedelta(hours=3))
    blocked = edition_of(line_only)
    assert blocked.state == "blocked"
    assert "残りの通数を確かめられない" in blocked.reason
    assert not line_only.world.control.log()


def on_sunday(ready: Ready) -> int:
    """Another edition, due in the same moment."""
    at = ready.send_at
    with writing() as session:
        weekly = session.get_one(Edition, ready.edition_id)
        hub = hubs.get_hub(session, weekly.hub_id)
        hub.second_person = False
        by = practice.staff(session, hub, "publisher")
        sunday = weekly.on + timedelta(days=1)
        other = editions.compose(session, hub, kind="weekly", on=sunday, by=by, now=at)
        before = at - timedelta(minutes=hub.undo_minutes)
        editions.approve(session, other, version=other.version, by=by, now=before, send_at=at)
        return other.id


def test_two_editions_in_one_minute_do_not_count_on_the_same_messages(line_only: Ready) -> None:
    """One is begun; what the month then lacks is told before the other begins."""
    shrink_quota(line_only, 60)
    other_id, moment = on_sunday(line_only), line_only.send_at + SHORTLY
    assert delivery.dispatch(other_id, now_fn=lambda: moment) == "dispatching"
    assert delivery.dispatch(line_only.edition_id, now_fn=lambda: moment) == "blocked"
    assert "20通不足" in edition_of(line_only).reason


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


def test_two_editions_that_ask_line_at_the_same_time_do_not_both_go(
    line_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second was planned while LINE had not answered the first: who is released first goes."""
    shrink_quota(line_only, 60)
    other_id, moment = on_sunday(line_only), line_only.send_at + SHORTLY
    whole, first = quota.ask_quota, []

    def slow(*given: Any, **named: Any) -> Any:
        view = whole(*given, **named)
        if not first:
            first.append(True)
            assert delivery.dispatch(line_only.edition_id, now_fn=lambda: moment) == "dispatching"
        return view

    monkeypatch.setattr(quota, "ask_quota", slow)
    assert delivery.dispatch(other_id, now_fn=lambda: moment) == "blocked"
    with reading() as session:
        blocked = session.get_one(Edition, other_id)
    assert "20通不足" in blocked.reason
