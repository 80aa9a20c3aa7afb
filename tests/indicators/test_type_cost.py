"""What an edition cost: typed once, changed by who saw the newest, divided without giving away."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.editions import Edition, EditionState
from notifier.engagement import LinkTaps
from notifier.hubs import Hub
from notifier.indicators import (
    CostInput,
    EditionCost,
    StaleCostError,
    cost_line,
    costs,
    month_period,
    type_cost,
)
from notifier.indicators.cost import each
from notifier.kit.errors import BadInputError
from notifier.listings import Listing
from tests.editions.conftest import draft as draft  # noqa: PLC0414 - fixtures, shared
from tests.editions.conftest import on
from tests.listings.conftest import published as published  # noqa: PLC0414

COST = CostInput(
    print_yen=9_000, delivery_yen=1_500, staff_minutes=95, hour_yen=1_250, fee_yen=500, copies=300
)
NOVEMBER = month_period(2026, 11)


@pytest.fixture
def edition(
    session: Session,
    published: Callable[..., Listing],
    draft: Callable[[], Edition],
    now: datetime,
) -> Edition:
    """A sent edition with one item."""
    published(occurrences=on(1))
    made = draft()
    made.state, made.dispatched_at = EditionState.SENT, now
    session.flush()
    return made


def test_the_total_and_the_sentence(
    session: Session, edition: Edition, editor: Actor, now: datetime
) -> None:
    assert (COST.staff_yen, COST.total) == (1_979, 12_979)
    row = type_cost(session, edition, COST, version=0, by=editor, now=now)
    assert (row.version, row.copies, row.typed_by) == (1, 300, "編集担当A")
    row = type_cost(session, edition, CostInput(fee_yen=1), version=1, by=editor, now=now)
    assert (row.version, row.print_yen, row.fee_yen) == (2, 0, 1)
    assert "合計 1円" in audit.latest(session, edition.hub_id)[0].sentence


@pytest.mark.parametrize("version", [0, 2, -1])
def test_who_was_slower_changes_nothing(
    session: Session, edition: Edition, editor: Actor, now: datetime, version: int
) -> None:
    type_cost(session, edition, COST, version=0, by=editor, now=now)
    with pytest.raises(StaleCostError, match="ほかの人が"):
        type_cost(session, edition, CostInput(), version=version, by=editor, now=now)
    session.expire_all()
    assert session.scalars(select(EditionCost.print_yen)).all() == [9_000]


@pytest.mark.parametrize(
    ("cost", "field"),
    [
        (CostInput(print_yen=-1), "print_yen"),
        (CostInput(fee_yen=10_000_001), "fee_yen"),
        (CostInput(staff_minutes=100_001), "staff_minutes"),
        (CostInput(copies=1_000_001), "copies"),
    ],
)
def test_what_nobody_spends_is_asked_again(
    session: Session, edition: Edition, editor: Actor, now: datetime, cost: CostInput, field: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        type_cost(session, edition, cost, version=0, by=editor, now=now)
    assert refused.value.field == field
    assert session.scalars(select(EditionCost)).all() == []


def test_denominators_stand_apart_and_small_ones_stay_hidden(
    session: Session, hub: Hub, other_hub: Hub, edition: Edition, editor: Actor, now: datetime
) -> None:
    (line,) = costs(session, hub, period=NOVEMBER)
    assert (line.cost, line.per_reader, line.per_tap, line.taps_said) == (None, "—", "—", "20未満")
    type_cost(session, edition, COST, version=0, by=editor, now=now)
    tap = LinkTaps(
        hub_id=hub.id,
        edition_id=edition.id,
        listing_id=edition.items[0].listing_id,
        channel="line",
        on=now.date(),
        count=19,
    )
    session.add(tap)
    session.flush()
    line = cost_line(session, hub, edition)
    assert (line.taps_said, line.per_tap, line.reached) == ("20未満", "—", 0)
    assert (line.per_reader, line.per_copy) == ("—", "43.3円")
    tap.count = 40
    session.flush()
    line = cost_line(session, hub, edition)
    assert (line.taps_said, line.per_tap) == ("40", "324.5円")
    assert costs(session, other_hub, period=NOVEMBER) == []
    assert costs(session, hub, period=month_period(2026, 10)) == []


@given(total=st.integers(0, 10**7), number=st.integers(-5, 10**6))
def test_each_times_the_number_is_the_total_again(total: int, number: int) -> None:
    words = each(total, number)
    if number <= 0:
        assert words == "—"
        return
    yen = float(words.removesuffix("円").replace(",", ""))
    assert abs(yen - total / number) <= 0.051
