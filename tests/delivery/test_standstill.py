"""What is said to stand still is what stands still."""

import pytest

from notifier.delivery import DUTIES, standstill
from notifier.delivery.standstill import ALONE_WITHOUT_BELL, NOTHING_GOES, WAITS


@pytest.mark.parametrize("silent", [{"clock"}, {"now"}, {"now", "email"}, set(DUTIES)])
def test_without_clock_or_look_nothing_goes(silent: set[str]) -> None:
    assert standstill(silent) == f"このままでは、{NOTHING_GOES}"


@pytest.mark.parametrize(
    ("silent", "waits"),
    [
        ({"email"}, "メールの便は"),
        ({"line", "email"}, "LINEの便と、メールの便は"),
        ({"urgent"}, "中止などの急ぎのお知らせは"),
    ],
)
def test_one_way_alone_keeps_the_others_going(silent: set[str], waits: str) -> None:
    assert standstill(silent) == f"このままでは、{waits}送られません。ほかのものは送られます。"


def test_who_may_be_there_is_not_said_to_be_gone() -> None:
    assert standstill({"line"}, is_sure=False).startswith("動いていなければ、LINEの便は")


def test_every_duty_is_thought_of() -> None:
    assert all(standstill({duty}) for duty in DUTIES)
    assert set(WAITS) < set(DUTIES)
    assert standstill(()) == ""


def test_without_a_bell_nothing_goes_unless_a_tick_works_alone() -> None:
    assert standstill((), is_bell_gone=True) == f"このままでは、{NOTHING_GOES}"
    assert standstill((), is_bell_gone=True, sends_alone=True) == ALONE_WITHOUT_BELL
    assert standstill((), sends_alone=True) == ""
