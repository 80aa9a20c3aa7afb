"""What the weekly sends take: this month and the long months ahead."""

from datetime import UTC, datetime

import pytest

from notifier.delivery import PLAN_PRICES, PLANS, forecast
from notifier.hubs import Hub


def test_the_rest_of_this_month(hub: Hub, now: datetime) -> None:
    found = forecast(hub, friends=1_164, now=now)
    assert [slot.isoformat() for slot in found.slots] == [
        "2026-11-21T01:00:00+00:00",
        "2026-11-28T01:00:00+00:00",
    ]
    assert (found.sends_left, found.planned) == (2, 2_328)


def test_the_month_is_that_on_the_hubs_wall(hub: Hub) -> None:
    before = datetime(2026, 10, 31, 1, 0, tzinfo=UTC)  # Saturday 10:00, the slot itself is over
    assert forecast(hub, friends=1, now=before).sends_left == 0
    after = datetime(2026, 10, 31, 15, 0, tzinfo=UTC)  # 1 November, 0:00
    assert forecast(hub, friends=1, now=after).sends_left == 4


def test_months_with_five_saturdays(hub: Hub) -> None:
    april = datetime(2026, 4, 1, tzinfo=UTC)
    found = forecast(hub, friends=1_164, now=april).long_months
    assert [(one.first.year, one.first.month) for one in found] == [
        (2026, 5),
        (2026, 8),
        (2026, 10),
        (2027, 1),
    ]
    assert {(one.messages, one.allowed, one.fits) for one in found} == {(5_820, 5_000, False)}
    hub.line_plan = "standard"
    assert all(one.fits for one in forecast(hub, friends=1_164, now=april).long_months)


@pytest.mark.parametrize(("friends", "fits"), [(1_000, True), (1_001, False)])
def test_where_the_light_plan_ends(hub: Hub, now: datetime, friends: int, fits: bool) -> None:
    assert all(one.fits is fits for one in forecast(hub, friends=friends, now=now).long_months)


def test_every_plan_has_a_price() -> None:
    assert PLAN_PRICES.keys() == PLANS.keys()
