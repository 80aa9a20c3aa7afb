"""A due edition is planned once, looked at against the quota, cut into batches and sent."""

import importlib
import math
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs, subscribers
from notifier.delivery import Batch, Delivery
from notifier.delivery.quota import Hindrance
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World


def status(ready: Ready) -> dict[str, Any]:
    with reading() as session:
        return delivery.status(session, session.get_one(editions.Edition, ready.edition_id))


def go(ready: Ready, after: timedelta = timedelta(seconds=1)) -> None:
    moment = ready.send_at + after
    report = tick(now_fn=lambda: moment)
    assert not report.errors


def test_everybody_gets_it_once_by_one_way(ready: Ready) -> None:
    go(ready)
    received = ready.world.control.received(practice.channel_id("nishi"))
    assert {user: sum(n.values()) for user, n in received.items()} == dict.fromkeys(
        ready.line_ids, 1
    )
    counts = ready.world.sink.counts
    assert {a: counts[a] for a in ready.mail_addresses} == dict.fromkeys(ready.mail_addresses, 1)
    assert status(ready)["state"] == "sent"


def test_nothing_goes_before_its_time(ready: Ready) -> None:
    go(ready, timedelta(seconds=-1))
    assert status(ready)["state"] == "approved"
    assert not ready.world.control.received(practice.channel_id("nishi"))


def test_late_is_missed_and_asks(ready: Ready) -> None:
    go(ready, timedelta(minutes=121))
    assert status(ready)["state"] == "missed"
    assert not ready.world.control.received(practice.channel_id("nishi"))


def test_planning_twice_changes_nothing(ready: Ready) -> None:
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with writing() as session:
        edition = session.get_one(editions.Edition, ready.edition_id)
        before = session.scalar(select(func.count()).select_from(Delivery))
        batches = session.scalar(select(func.count()).select_from(Batch))
        assert delivery.plan(session, edition, now=moment) == 0
        assert session.scalar(select(func.count()).select_from(Batch)) == batches
        assert session.scalar(select(func.count()).select_from(Delivery)) == before


def test_nothing_can_be_claimed_before_the_quota_was_looked_at(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = importlib.import_module("notifier.delivery.dispatch")
    moment = ready.send_at + timedelta(seconds=1)
    looked: list[bool] = []

    def look(*_: object, **__: object) -> None:
        with reading() as session:
            ids = list(session.scalars(select(Batch.id)))
            assert ids
            assert not delivery.due_batches(session, now=moment)
        looked.append(any(delivery.send_batch(one, now_fn=lambda: moment) for one in ids))

    monkeypatch.setattr(room, "look_at_month", look)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    assert looked == [False]
    with reading() as session:
        assert delivery.due_batches(session, now=moment)


def test_a_plan_takes_as_many_statements_for_many_readers_as_for_few(
    here: World, engine: Engine, now: datetime
) -> None:
    ready = make_ready(here, now, line=1_100, email=1_100)
    moment = ready.send_at + timedelta(seconds=1)
    ledger: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "deliveries" in statement or "batches" in statement:
            ledger.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with writing() as session:
            edition = session.get_one(editions.Edition, ready.edition_id)
            assert delivery.plan(session, edition, now=moment) == 2_200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    # Who waits, the newest batch, the last numbers, LINE and mail batches, the ledger.
    assert len(ledger) == 6


def test_calls_are_the_sum_over_groups_of_500s(here: World, now: datetime) -> None:
    ready = make_ready(here, now, line=1_164, email=0)
    go(ready)
    with reading() as session:
        groups = Counter(
            session.scalars(
                select(Delivery.content_group_id).where(Delivery.edition_id == ready.edition_id)
            )
        )
    expected = sum(math.ceil(readers / 500) for readers in groups.values())
    log = [row for row in here.control.log() if row["endpoint"] == "multicast"]
    print(
        f"\n1,164 readers, {len(groups)} content groups: {len(log)} calls = Σ⌈n/500⌉ = {expected}"
    )
    assert len(log) == expected == status(ready)["line_calls"]
    assert max(len(row["recipients"]) for row in log) <= 500


def test_a_reader_who_left_after_planning_gets_nothing(ready: Ready) -> None:
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    leaver = ready.mail_addresses[0]
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        address = subscribers.find_address(session, hub.id, channel="email", address=leaver)
        assert address is not None
        subscribers.unsubscribe(session, address, how="test", now=moment)
    go(ready, timedelta(seconds=2))
    assert ready.world.sink.counts[leaver] == 0
    assert status(ready)["channels"]["email"]["suppressed"] == 1


def test_one_message_short_of_the_quota_sends_nothing_and_says_why(ready: Ready) -> None:
    ready.world.control.put_channel(
        practice.channel_id("nishi"),
        practice.channel_secret("nishi"),
        quota_limit=len(ready.line_ids) - 1,
        purpose="readers",
        webhook_url="http://127.0.0.1:9/hook",
    )
    go(ready)
    with reading() as session:
        edition = session.get_one(editions.Edition, ready.edition_id)
        assert edition.state == "blocked"
        assert "1通不足" in edition.reason
        look = delivery.line_look(session, edition.hub_id)
        assert look is not None, "pages go by what LINE answered then, and by nothing older"
        assert look.allowed == len(ready.line_ids) - 1
        edition.reason = "ほかのことばで言いました。"
        assert delivery.was_short(edition), "its page knows when the reason is over"
    assert not ready.world.control.received(practice.channel_id("nishi"))
    assert not [a for a in ready.mail_addresses if ready.world.sink.counts[a]]


def test_what_is_going_out_is_not_blocked_by_a_second_release(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second asks LINE for the allowance after the first has used most of it."""
    room = importlib.import_module("notifier.delivery.dispatch")
    ask = room.look_at_month
    moment = ready.send_at + timedelta(seconds=1)

    def the_other_was_quicker(hub_id: int, edition_id: int, *, now: datetime) -> Hindrance:
        monkeypatch.setattr(room, "look_at_month", ask)
        assert delivery.release_plan(edition_id, now_fn=lambda: now) == "dispatching"
        return Hindrance("通数が足りません。今回はまだ1通も送っていません。")

    monkeypatch.setattr(room, "look_at_month", the_other_was_quicker)
    assert delivery.dispatch(ready.edition_id, now_fn=lambda: moment) == "dispatching"
    go(ready, timedelta(seconds=2))
    assert status(ready)["state"] == "sent"
    assert len(ready.world.control.received(practice.channel_id("nishi"))) == len(ready.line_ids)


@pytest.mark.parametrize("kind", ["500_before", "500_after", "reset", "reset_after", "401"])
def test_trouble_on_the_line_ends_with_everybody_served_once(ready: Ready, kind: str) -> None:
    ready.world.control.faults({"endpoint": "multicast", "kind": kind, "times": 3})
    for minutes in range(6):
        go(ready, timedelta(seconds=1, minutes=minutes))
    received = ready.world.control.received(practice.channel_id("nishi"))
    assert {user: sum(n.values()) for user, n in received.items()} == dict.fromkeys(
        ready.line_ids, 1
    )
    assert status(ready)["state"] == "sent"


def test_one_bad_id_is_set_aside_and_the_rest_is_served(ready: Ready) -> None:
    ready.world.control.faults({"endpoint": "multicast", "kind": "bad_id", "index": 0})
    for minutes in range(3):
        go(ready, timedelta(seconds=1, minutes=minutes))
    line = status(ready)["channels"]["line"]
    assert (line["failed"], line["sent"]) == (1, len(ready.line_ids) - 1)
    received = ready.world.control.received(practice.channel_id("nishi"))
    assert set(map(sum, (n.values() for n in received.values()))) == {1}


def test_the_other_hub_hears_nothing(ready: Ready) -> None:
    go(ready)
    assert not ready.world.control.received(practice.channel_id("kohoku"))
    with reading() as session:
        other = hubs.find_hub(session, "kohoku")
        rows = select(func.count()).select_from(Delivery).where(Delivery.hub_id == other.id)
        assert session.scalar(rows) == 0
        batches = select(func.count()).select_from(Batch).where(Batch.hub_id == other.id)
        assert session.scalar(batches) == 0


def test_a_stopped_edition_goes_no_further(ready: Ready, publisher: object) -> None:
    del publisher
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with writing() as session:
        edition = session.get_one(editions.Edition, ready.edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        editions.stop(session, edition, by=practice.staff(session, hub, "publisher"), now=moment)
    go(ready, timedelta(seconds=2))
    assert status(ready)["state"] == "stopped"
    assert not ready.world.control.received(practice.channel_id("nishi"))
    assert status(ready)["channels"]["line"]["suppressed"] == len(ready.line_ids)


def test_a_second_tick_beside_the_first_sends_nothing_twice(ready: Ready) -> None:
    go(ready)
    go(ready, timedelta(seconds=3))
    received = ready.world.control.received(practice.channel_id("nishi"))
    assert set(map(sum, (n.values() for n in received.values()))) == {1}


def test_messages_carry_one_click_unsubscribe_in_one_piece(ready: Ready) -> None:
    go(ready)
    (mail,) = ready.world.sink.to(ready.mail_addresses[0])
    assert mail["List-Unsubscribe"].startswith("<http://")
    assert "\n" not in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.get_payload()] == ["text/plain", "text/html"]
