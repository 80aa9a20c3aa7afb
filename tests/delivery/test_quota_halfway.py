"""The month ends in the middle of an edition, or two editions count on the same messages."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import Batch, quota
from notifier.editions import Edition
from notifier.kit.db import reading, writing
from notifier.wire import line
from tests.delivery.conftest import Ready
from tests.delivery.ready import (
    SHORTLY,
    counts,
    edition_of,
    fault,
    go,
    go_again,
    shrink_quota,
    times_received,
)


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
