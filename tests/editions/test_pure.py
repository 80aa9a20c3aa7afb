"""The pure rules: arrows, time, turn, order and choice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifier.editions.models import EditionState as S
from notifier.editions.selection import Place, in_order, insert_by_date, select
from notifier.editions.workflow import (
    ARROWS,
    EditionStateError,
    Timing,
    check_arrow,
    plan_time,
    turn,
)
from notifier.subscribers import ItemFacts, Wishes

SLOT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
UNDO, LATE = timedelta(minutes=10), timedelta(minutes=120)


def test_every_state_has_its_arrows() -> None:
    assert set(ARROWS) == set(S)
    check_arrow(S.DRAFT, S.APPROVED)
    for state in S:
        for to in set(S) - ARROWS[state]:
            with pytest.raises(EditionStateError):
                check_arrow(state, to)


@pytest.mark.parametrize(
    ("slot", "asked", "now", "expected"),
    [
        (SLOT, None, SLOT - timedelta(days=1), Timing(SLOT, is_off_schedule=False)),
        (SLOT, None, SLOT, Timing(SLOT + UNDO, is_off_schedule=False)),
        (SLOT, None, SLOT + LATE, Timing(SLOT + LATE + UNDO, is_off_schedule=True)),
        (SLOT, SLOT, SLOT - UNDO, Timing(SLOT, is_off_schedule=False)),
        (
            SLOT,
            SLOT - timedelta(hours=1),
            SLOT - timedelta(hours=2),
            Timing(SLOT - timedelta(hours=1), is_off_schedule=True),
        ),
        (None, None, SLOT, Timing(SLOT + UNDO, is_off_schedule=True)),
    ],
    ids=["usual", "just in time", "too late", "asked for the slot", "earlier", "no slot"],
)
def test_when_it_goes(
    slot: datetime | None, asked: datetime | None, now: datetime, expected: Timing
) -> None:
    assert plan_time(slot=slot, asked=asked, now=now, undo=UNDO, late=LATE) == expected


@pytest.mark.parametrize(
    ("minutes", "waits", "in_window", "expected"),
    [
        (-1, False, True, "early"),
        (0, False, True, "dispatching"),
        (0, True, True, "waiting"),
        (120, False, True, "dispatching"),
        (121, False, True, "missed"),
        (121, True, True, "missed"),
        (1, False, False, "dispatching"),  # the hour was the last of the window
        (6, False, False, "missed"),  # at night nobody is written to
    ],
)
def test_the_turn_of_an_edition(minutes: int, waits: bool, in_window: bool, expected: str) -> None:
    now = SLOT + timedelta(minutes=minutes)
    found = turn(
        send_at=SLOT, freshness=LATE, waits_for_second=waits, is_in_window=in_window, now=now
    )
    assert found == expected


def test_choice_keeps_the_order_and_says_what_did_not_fit() -> None:
    items = [ItemFacts(listing_id=number) for number in range(1, 14)]
    items.append(ItemFacts(listing_id=99, district_keys=("d2",)))
    chosen = select(items, Wishes(districts=("d1",)))
    assert chosen.chosen == tuple(range(1, 11))
    assert chosen.left_over == (11, 12, 13)
    only = select(items[-1:], Wishes(districts=("d1",)))
    assert only.chosen == only.left_over == ()


def test_pinned_come_first_and_new_ones_by_date() -> None:
    day = date(2026, 11, 22)
    first = Place(1, is_pinned=False, first_on=day, position=0)
    pinned = Place(2, is_pinned=True, first_on=day + timedelta(days=5), position=1)
    information = Place(3, is_pinned=False, first_on=None, position=2)
    assert [one.listing_id for one in in_order([first, pinned, information])] == [2, 1, 3]
    new = [Place(4, is_pinned=False, first_on=day + timedelta(days=1), position=0),
           Place(5, is_pinned=False, first_on=None, position=0)]  # fmt: skip
    assert insert_by_date([first, pinned, information], new) == [1, 4, 2, 3, 5]
