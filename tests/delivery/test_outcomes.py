"""What became of an edition: one definition, the same number on every page, also after a stop."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import Batch, BatchState, Delivery, DeliveryState, Outcome, Why
from notifier.delivery.lay_aside import LATE_REASON
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World

SHORTLY = timedelta(seconds=1)
READERS = 40
STOPPED = "発行を停止したため、送りませんでした。"
IN_DOUBT = (
    "LINEの側で不調がありました（状態 500）。もう一度試す前に発行を停止したため、"
    "届いたかどうか確かめられません。自動では送り直しません。"
)


@pytest.fixture
def planned(here: World, now: datetime) -> Ready:
    """40 LINE readers in several batches; LINE answers the first call with 500 (and so it may have it)."""
    ready = make_ready(here, now, line=READERS, email=0)
    moment = ready.send_at + SHORTLY
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    here.control.faults({"endpoint": "multicast", "kind": "500_before"})
    return ready


def said(ready: Ready) -> tuple[Outcome, list[Why], Counter[str]]:
    with reading() as session:
        edition = session.get_one(Edition, ready.edition_id)
        ways = delivery.who_has_it(session, edition)
        on_the_way = Counter({one.channel: one.on_the_way for one in ways})
        return delivery.outcome(session, edition), delivery.why_not(session, edition), on_the_way


def test_after_a_stop_nobody_is_still_to_come(planned: Ready) -> None:
    with reading() as session:
        first, second, *_ = session.scalars(select(Batch.id).order_by(Batch.id))
    for batch_id in (first, second):
        delivery.send_batch(batch_id, now_fn=lambda: planned.send_at + SHORTLY)
    with reading() as session:
        assert session.get_one(Batch, first).state is BatchState.RETRY
        in_doubt = len(session.scalars(select(Delivery).where(Delivery.batch_id == first)).all())
        sent = len(session.scalars(select(Delivery).where(Delivery.batch_id == second)).all())
    before, _, _ = said(planned)
    assert before == Outcome(sent, 0, 0, 0, READERS - sent)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        edition = session.get_one(Edition, planned.edition_id)
        by = practice.staff(session, hub, "publisher")
        editions.stop(session, edition, by=by, now=planned.send_at + 2 * SHORTLY)
    at_once = said(planned)
    assert at_once == (
        Outcome(sent, 0, READERS - sent - in_doubt, in_doubt, 0),
        [
            Why("line", DeliveryState.UNKNOWN, IN_DOUBT, in_doubt),
            Why("line", DeliveryState.SUPPRESSED, STOPPED, READERS - sent - in_doubt),
        ],
        Counter({"line": 0}),
    )
    tick(now_fn=lambda: planned.send_at + 3 * SHORTLY)
    with reading() as session:
        states = Counter(session.scalars(select(Delivery.state)))
    assert states[DeliveryState.QUEUED] == 0, "the tick closed it"
    assert said(planned) == at_once, "and nothing that was said has changed"


def test_who_waits_for_a_person_is_said_while_others_are_still_in_doubt(planned: Ready) -> None:
    """LINE is away for hours: one call is asked about until tomorrow, the others were never made."""
    planned.world.control.faults({"endpoint": "multicast", "kind": "500_before", "times": 1_000})
    with reading() as session:
        first = session.scalars(select(Batch.id).order_by(Batch.id)).first()
    assert first is not None
    delivery.send_batch(first, now_fn=lambda: planned.send_at + SHORTLY)
    tick(now_fn=lambda: planned.send_at + timedelta(hours=3))
    with reading() as session:
        assert session.get_one(Edition, planned.edition_id).state == "dispatching"
    found, why, _ = said(planned)
    assert {one.state for one in why} == {DeliveryState.QUEUED}
    assert sum(one.people for one in why) == found.on_the_way == READERS
    assert any(LATE_REASON in one.reason for one in why)


def test_today_and_the_page_say_the_same_numbers(planned: Ready) -> None:
    with writing() as session:
        found = session.scalars(select(Delivery).order_by(Delivery.id)).all()
        old, new = planned.send_at - timedelta(days=9), planned.send_at
        for one, state, at in zip(
            found,
            (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.SUPPRESSED),
            (old, new, new),
            strict=False,
        ):
            one.state, one.updated_at = state, at
    with reading() as session:
        edition = session.get_one(Edition, planned.edition_id)
        page = delivery.outcome(session, edition)
        (today,) = delivery.troubles(
            session, edition.hub_id, since=planned.send_at - timedelta(days=7)
        )
    assert (page.not_reached, page.not_sent, page.unknown) == (2, 1, 0)
    assert (today.not_reached, today.unknown) == (page.not_reached, page.unknown)
