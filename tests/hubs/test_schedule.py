"""The weekly slot."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifier.hubs import Hub, next_weekly_slot, say_weekly


def _hub(weekly: str = "sat 10:00") -> Hub:
    return Hub(timezone="Asia/Tokyo", schedule_weekly=weekly, rest_days=[])


def test_the_next_saturday_at_ten() -> None:
    friday = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

    assert next_weekly_slot(_hub(), after=friday) == datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def test_the_slot_itself_is_past_when_it_has_come() -> None:
    slot = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

    assert next_weekly_slot(_hub(), after=slot) == slot + timedelta(days=7)
    assert next_weekly_slot(_hub(), after=slot - timedelta(seconds=1)) == slot


def test_the_day_is_the_hubs_own_not_utc() -> None:
    saturday_early = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # Saturday 0:30 in Tokyo

    assert next_weekly_slot(_hub(), after=saturday_early) == datetime(
        2026, 11, 21, 1, 0, tzinfo=UTC
    )


@given(st.integers(0, 6 * 365 * 24 * 60))
def test_the_slot_lies_within_the_coming_week(minutes: int) -> None:
    after = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    slot = next_weekly_slot(_hub("sun 9:15"), after=after)

    assert after < slot <= after + timedelta(days=7)
    there = slot.astimezone(_hub().zone)
    assert (there.weekday(), there.hour, there.minute) == (6, 9, 15)


def test_it_is_said_in_words() -> None:
    assert say_weekly("sat 10:00") == "毎週土曜日 10:00"
