"""A rule becomes dates; what falls on a holiday is proposed, not decided."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifier.intake import OccurrenceDraft
from notifier.listings import materialise, merge_same_start, proposals
from notifier.listings.recurrence import lay_out

SECOND_TUESDAY = {"freq": "monthly_nth", "weekdays": [1], "nth": [2], "from": "2026-11-01"}


def test_second_tuesday_is_the_second_such_weekday_of_the_month() -> None:
    assert materialise(SECOND_TUESDAY, until=date(2027, 2, 28)) == [
        date(2026, 11, 10),
        date(2026, 12, 8),
        date(2027, 1, 12),
        date(2027, 2, 9),
    ]


def test_the_rules_own_end_comes_first() -> None:
    rule = SECOND_TUESDAY | {"until": "2026-12-31"}
    assert materialise(rule, until=date(2028, 3, 31))[-1] == date(2026, 12, 8)


def test_holidays_and_the_turn_of_the_year_are_proposed() -> None:
    mondays = {"freq": "weekly", "weekdays": [1], "from": "2026-11-01"}
    days = materialise(mondays, until=date(2027, 1, 10))
    found = {p.day: p.reason for p in proposals(days)}
    assert found == {date(2026, 11, 3): "文化の日", date(2026, 12, 29): "年末年始"}


def test_skipped_holidays_are_left_out() -> None:
    rule = {"freq": "weekly", "weekdays": [1], "from": "2026-11-01", "skip_holidays": True}
    assert date(2026, 11, 3) not in materialise(rule, until=date(2026, 11, 30))


def test_laid_out_to_the_end_of_the_next_fiscal_year_at_its_clock_time() -> None:
    rule = SECOND_TUESDAY | {"start_time": "10:00", "end_time": "11:30"}
    laid = lay_out(rule, today=date(2026, 11, 20))
    assert laid[0] == OccurrenceDraft(
        datetime(2026, 11, 10, 1, 0, tzinfo=UTC), datetime(2026, 11, 10, 2, 30, tzinfo=UTC)
    )
    assert laid[-1].starts_at.date() == date(2028, 3, 14)


def test_without_a_clock_time_it_is_all_day() -> None:
    assert lay_out(SECOND_TUESDAY, today=date(2026, 11, 20))[0].all_day


STARTS = st.integers(0, 5).map(lambda n: datetime(2026, 11, 28, tzinfo=UTC) + timedelta(hours=n))
DRAFTS = st.builds(
    OccurrenceDraft,
    starts_at=STARTS,
    ends_at=st.none() | st.just(datetime(2026, 11, 29, tzinfo=UTC)),
    all_day=st.booleans(),
    note=st.sampled_from(["", "親子で", "午後の部"]),
)


@given(st.lists(DRAFTS, max_size=12))
def test_no_two_dates_start_together_and_no_start_is_lost(drafts: list[OccurrenceDraft]) -> None:
    merged = merge_same_start(drafts)
    starts = [draft.starts_at for draft in merged]
    assert starts == sorted({draft.starts_at for draft in drafts})
    assert {n for d in drafts for n in [d.note] if n} == {
        n for d in merged for n in d.note.split(" / ") if n
    }
