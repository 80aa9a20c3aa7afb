"""A retry key has a memory of 24 hours; a standstill may be longer."""

from datetime import UTC, datetime, timedelta

import pytest

from notifier.mailroom.models import OutboxState
from notifier.mailroom.outcome import Facts, too_late

MADE = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def push(attempts: int) -> Facts:
    return Facts("line_push", attempts, MADE, None)


@pytest.mark.parametrize("hours", [23.1, 25, 400])
def test_a_push_tried_before_the_standstill_is_unknown_and_not_sent_again(hours: float) -> None:
    outcome = too_late(push(2), now=MADE + timedelta(hours=hours))
    assert outcome is not None
    assert outcome.state is OutboxState.UNKNOWN


def test_a_push_never_tried_is_sent_however_late() -> None:
    assert too_late(push(1), now=MADE + timedelta(hours=25)) is None


def test_within_the_memory_of_the_key_it_is_tried_again() -> None:
    assert too_late(push(2), now=MADE + timedelta(hours=22)) is None
