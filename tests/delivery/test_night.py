"""LINE was away all day: what it may not have taken rings no phone at night."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from notifier.delivery import BatchState
from notifier.delivery.channels.line import AT_NIGHT
from notifier.editions import Edition
from notifier.kit.db import writing
from notifier.simulator import Control
from tests.delivery.mailing import READERS, Mailing, times, told

HOUR = timedelta(hours=1)  # the fixture's edition begins at noon; the hub writes from 9 to 20


def away(lining: Mailing, control: Control, *, until: timedelta) -> None:
    """No answer to any call until then."""
    control.faults({"endpoint": "multicast", "kind": "500_before", "times": 1_000})
    after = timedelta()
    while after < until:
        lining.send(after)
        after += HOUR
    control.clear_faults()


def calls(control: Control) -> int:
    return len(control.log())


def test_it_is_asked_about_in_the_morning(lining: Mailing, control: Control) -> None:
    away(lining, control, until=8 * HOUR)
    before = calls(control)
    assert before > 5
    for half_hours in range(17, 42):  # 20:30 to 8:30
        lining.send(half_hours * HOUR / 2)
        batch = lining.batch()
        assert batch.next_try_at == lining.at + (half_hours + 1) * HOUR / 2
    assert calls(control) == before
    assert told(lining) == {f"queued: {AT_NIGHT}": READERS}
    lining.send(21 * HOUR)
    assert calls(control) == before + 1
    assert lining.states() == {"sent": READERS}


def test_what_began_in_the_evening_is_asked_about_while_it_is_fresh(
    lining: Mailing, control: Control, now: datetime
) -> None:
    """A worker died in its call at five to eight; nobody waits for the morning."""
    begun = now + 8 * HOUR - timedelta(minutes=5)
    with writing() as session:
        session.execute(update(Edition).values(dispatched_at=begun))
    control.faults({"endpoint": "multicast", "kind": "500_before"})
    lining.send(begun - now)
    lining.send(begun - now + timedelta(minutes=10))
    assert lining.states() == {"sent": READERS}


def test_a_cancellation_goes_at_any_hour(lining: Mailing, control: Control) -> None:
    with writing() as session:
        session.execute(update(Edition).values(kind="notice"))
    away(lining, control, until=8 * HOUR)
    lining.send(10 * HOUR)
    assert lining.states() == {"sent": READERS}


def test_after_23_hours_nobody_is_asked_any_more(lining: Mailing, control: Control) -> None:
    """The key is forgotten before the hub writes again: unknown, and said."""
    half_past_nine = -2.5 * HOUR
    with writing() as session:
        session.execute(update(Edition).values(dispatched_at=lining.at + half_past_nine))
    control.faults({"endpoint": "multicast", "kind": "500_before"})
    lining.send(half_past_nine)
    lining.send(12 * HOUR)
    assert lining.batch().state is BatchState.RETRY
    lining.send(21 * HOUR)
    assert lining.states() == {"unknown": READERS}


@pytest.mark.parametrize(("ahead", "state"), [(HOUR, "sent"), (30 * HOUR, "unknown")])
def test_a_key_from_before_the_clock_was_set_back(
    lining: Mailing, control: Control, ahead: timedelta, state: str
) -> None:
    """A call in doubt, then the clock goes back by thirty hours: until it is there again LINE has
    forgotten the key."""
    with writing() as session:
        session.execute(update(Edition).values(dispatched_at=lining.at + ahead))
    control.faults({"endpoint": "multicast", "kind": "500_after"})
    lining.send(ahead)
    assert lining.batch().is_in_doubt
    for after in (timedelta(), HOUR, ahead + timedelta(minutes=5)):
        lining.send(after)
    assert lining.states() == {state: READERS}
    assert set(times(control).values()) == {1}, "never a second time"
