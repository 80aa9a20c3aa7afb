"""Kept figures: traceable after the rows are gone, and never overwritten afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import fiscal_period, kept, month_period, snapshot, unkept_periods
from notifier.listings import Listing
from notifier.subscribers import Consent, follow
from tests.listings.conftest import published as published  # noqa: PLC0414 - the fixture, shared

NOVEMBER = month_period(2026, 11)
AFTER = datetime(2026, 11, 30, 15, 5, tzinfo=UTC)


def test_it_keeps_the_ids_and_stays_after_retention(
    session: Session, hub: Hub, now: datetime
) -> None:
    friend = follow(session, hub, user_id="U1", at=now, now=now).address
    assert snapshot(session, hub, period=NOVEMBER, now=AFTER) > 0
    session.execute(delete(Consent))
    assert snapshot(session, hub, period=NOVEMBER, now=AFTER + timedelta(days=500)) == 0
    row = kept(session, hub.id, key="line_friends", part="", period=NOVEMBER)
    assert row is not None
    assert (row.value, row.ids, row.measured_at) == (1, [friend.id], AFTER)


def test_while_the_month_runs_it_is_taken_again(
    session: Session, hub: Hub, now: datetime, published: Callable[..., Listing]
) -> None:
    snapshot(session, hub, period=NOVEMBER, now=now)
    published(district_keys=("d1",))
    snapshot(session, hub, period=NOVEMBER, now=now)
    row = kept(session, hub.id, key="listings_by_district", part="d1", period=NOVEMBER)
    assert row is not None
    assert row.value == 1


def test_the_other_hub_has_its_own(session: Session, hub: Hub, other_hub: Hub) -> None:
    snapshot(session, hub, period=NOVEMBER, now=AFTER)
    assert kept(session, other_hub.id, key="line_friends", part="", period=NOVEMBER) is None
    assert unkept_periods(session, other_hub, now=AFTER) == [NOVEMBER]
    assert unkept_periods(session, hub, now=AFTER) == []


def test_what_is_over_and_not_kept(session: Session, hub: Hub, now: datetime) -> None:
    assert unkept_periods(session, hub, now=now) == [month_period(2026, 10)]
    april = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
    assert unkept_periods(session, hub, now=april) == [month_period(2027, 3), fiscal_period(2026)]
    snapshot(session, hub, period=month_period(2027, 3), now=april)
    assert unkept_periods(session, hub, now=april) == [fiscal_period(2026)]
    january = datetime(2027, 1, 5, tzinfo=UTC)
    assert unkept_periods(session, hub, now=january) == [month_period(2026, 12)]
