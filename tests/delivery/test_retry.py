"""LINE's outcome table, a case per row."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.delivery.claim import TOO_FAR_AHEAD
from notifier.delivery.retry import LATE, PAUSES, Answer, Outcome, judge, spread

FIRST = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def verdict(
    status: int,
    body: str = "",
    *,
    batch_id: int = 0,
    attempts: int = 1,
    short: bool | None = None,
    doubt: bool = False,
    new_token: bool = False,
    after: timedelta = timedelta(seconds=1),
    late_after: timedelta = timedelta(hours=24),
) -> Outcome:
    return judge(
        Answer(status, body),
        batch_id=batch_id,
        attempts=attempts,
        first_attempt_at=FIRST,
        late_at=FIRST + late_after,
        quota_is_short=short,
        is_in_doubt=doubt,
        is_new_token=new_token,
        now=FIRST + after,
    )


@pytest.mark.parametrize("status", [200, 202, 409])
def test_accepted_now_or_before_is_accepted(status: int) -> None:
    assert verdict(status).kind == "accepted"


@pytest.mark.parametrize("status", [0, 500, 502, 503])
def test_no_answer_is_tried_again_with_growing_pauses(status: int) -> None:
    pauses = []
    for attempts in range(1, 8):
        outcome = verdict(status, attempts=attempts)
        assert outcome.kind == "retry"
        assert outcome.next_try_at is not None
        pauses.append((outcome.next_try_at - FIRST).total_seconds() - 1)
    assert pauses == [2, 8, 30, 120, 600, 1800, 1800]


@pytest.mark.parametrize("status", [0, 503, 429])
@pytest.mark.parametrize("first_id", [1, 4_000, 700_000_000])
def test_batches_that_failed_together_do_not_come_again_together(
    status: int, first_id: int
) -> None:
    """A hundred of them, whatever their numbers: no two within a third of an even distance."""
    outcomes = [verdict(status, batch_id=first_id + n, attempts=4) for n in range(100)]
    waits = sorted(
        (one.next_try_at - FIRST).total_seconds() - 1 for one in outcomes if one.next_try_at
    )
    assert len(waits) == 100
    assert 120 <= waits[0] < 122
    assert 178 < waits[-1] < 180
    apart = [later - earlier for earlier, later in pairwise(waits)]
    assert min(apart) > 0.6 / 3
    assert max(apart) < 0.6 * 3


@given(seconds=st.sampled_from(PAUSES), batch_id=st.integers(0, 2**31))
def test_a_spread_pause_is_never_shorter_and_its_batch_never_lost(
    seconds: int, batch_id: int
) -> None:
    """What is further ahead than any pause counts as written before the clock was set back."""
    pause = spread(seconds, batch_id)
    assert timedelta(seconds=seconds) <= pause <= timedelta(seconds=seconds * 1.5)
    assert pause == spread(seconds, batch_id)
    assert pause < TOO_FAR_AHEAD


def test_after_23_hours_it_is_unknown_and_said() -> None:
    outcome = verdict(0, attempts=40, after=timedelta(hours=22, minutes=45))
    assert outcome.kind == "unknown"
    assert "確かめられません" in outcome.reason


def test_429_with_quota_left_waits_and_keeps_the_key() -> None:
    outcome = verdict(429, short=False)
    assert outcome.kind == "retry"
    assert outcome.next_try_at == FIRST + timedelta(seconds=31)


def test_a_500_is_an_answer_and_said_as_one() -> None:
    assert verdict(500).reason == "LINEの側で不調がありました（状態 500）。"
    assert verdict(0).reason == "LINEから応答がありません。"


def test_429_with_the_month_used_up_stops() -> None:
    assert verdict(429, short=True).kind == "quota"


def test_401_gets_one_new_token_and_then_stops() -> None:
    assert verdict(401).kind == "new_token"
    assert verdict(401, attempts=2, new_token=True).kind == "rejected"


def test_a_first_401_after_other_trouble_still_gets_its_new_token() -> None:
    assert verdict(401, attempts=3).kind == "new_token"


def test_a_month_short_by_perhaps_our_own_first_call_is_asked_again_with_the_same_key() -> None:
    assert verdict(429, attempts=2, short=True, doubt=True).kind == "retry"


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        (Answer(0), True),
        (Answer(0, was_sent=False), False),
        (Answer(503), True),
        (Answer(429), False),
        (Answer(401), False),
        (Answer(400), False),
    ],
)
def test_only_silence_and_faults_of_theirs_leave_doubt(answer: Answer, doubt: bool) -> None:
    assert answer.leaves_doubt is doubt


def test_400_about_a_recipient_names_which_one() -> None:
    outcome = verdict(400, '{"message":"The property, to[17], in the request body is invalid"}')
    assert (outcome.kind, outcome.index) == ("bad_recipient", 17)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415])
def test_other_refusals_are_a_fault_of_ours_and_stop(status: int) -> None:
    assert verdict(status).kind == "rejected"


def test_what_surely_did_not_go_is_not_sent_late_by_itself() -> None:
    """Too busy, or no way to LINE at all: after the freshness window a person decides."""
    two_hours = timedelta(hours=2)
    busy = verdict(429, attempts=8, short=False, after=two_hours, late_after=two_hours)
    assert busy.kind == "late"
    assert LATE in busy.reason
    away = judge(
        Answer(0, was_sent=False),
        batch_id=0,
        attempts=8,
        first_attempt_at=FIRST,
        late_at=FIRST + two_hours,
        now=FIRST + two_hours,
    )
    assert away.kind == "late"
    assert verdict(429, short=False, late_after=two_hours).kind == "retry"


@pytest.mark.parametrize(("status", "doubt"), [(0, False), (503, False), (429, True)])
def test_a_call_in_doubt_is_asked_about_with_its_key_also_when_late(
    status: int, *, doubt: bool
) -> None:
    outcome = verdict(status, doubt=doubt, after=timedelta(hours=5), late_after=timedelta(hours=2))
    assert outcome.kind == "retry"


@given(
    status=st.sampled_from([0, 200, 202, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503]),
    attempts=st.integers(1, 200),
    seconds=st.integers(0, 30 * 3600),
    short=st.booleans(),
    doubt=st.booleans(),
    new_token=st.booleans(),
    late=st.integers(0, 24 * 3600),
)
def test_no_call_is_ever_made_with_a_key_line_may_have_forgotten(  # noqa: PLR0917 - drawn facts
    status: int,
    attempts: int,
    seconds: int,
    late: int,
    short: bool,
    doubt: bool,
    new_token: bool,
) -> None:
    """Whatever comes, in whatever order: what ends says why in Japanese, what goes on says when."""
    now = FIRST + timedelta(seconds=seconds)
    outcome = verdict(
        status,
        attempts=attempts,
        short=short,
        doubt=doubt,
        new_token=new_token,
        after=now - FIRST,
        late_after=timedelta(seconds=late),
    )
    if outcome.kind == "retry":
        assert outcome.next_try_at is not None
        assert now < outcome.next_try_at < FIRST + timedelta(hours=23)
    elif outcome.kind != "accepted":
        assert outcome.reason.endswith("。")
