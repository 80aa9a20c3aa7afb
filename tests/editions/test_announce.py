"""The announcing plan: counted back from the event's day, or from the deadline to apply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    AnnouncingPlan,
    Edition,
    announced,
    announced_draft,
    announcing_plan,
    drop_item,
    edition_view,
    say_plan,
)
from notifier.editions.announce import DAYS_TO_ACT
from notifier.hubs import Hub
from notifier.listings import draft_of
from tests.editions.conftest import OPEN, SLOT, Listings, on

SATURDAYS = [date(2026, 11, 21) + timedelta(weeks=n) for n in range(8)]


def plan(next_on: date, apply_by: date | None = None, times: int = 2) -> AnnouncingPlan:
    return announcing_plan(
        next_on=next_on, apply_by=apply_by, edition_days=SATURDAYS, horizon_days=14, times=times
    )


@pytest.mark.parametrize(
    ("next_on", "apply_by", "days"),
    [
        (date(2026, 12, 9), None, [date(2026, 11, 28), date(2026, 12, 5)]),
        (date(2026, 12, 5), None, [date(2026, 11, 21), date(2026, 11, 28)]),  # not that morning
        (date(2026, 11, 25), None, [date(2026, 11, 21)]),
        (date(2026, 11, 21), None, [date(2026, 11, 21)]),  # that morning, better than never
        (date(2026, 12, 20), date(2026, 12, 6), [date(2026, 11, 28)]),  # 12/5 leaves no time
        (date(2026, 12, 20), date(2026, 12, 7), [date(2026, 11, 28), date(2026, 12, 5)]),
        (date(2026, 12, 1), date(2026, 12, 24), [date(2026, 11, 21), date(2026, 11, 28)]),
        (date(2026, 12, 20), date(2026, 11, 20), []),
    ],
)
def test_the_last_saturdays_in_time(next_on: date, apply_by: date | None, days: list[date]) -> None:
    assert list(plan(next_on, apply_by).days) == days


@given(
    st.integers(0, 60).map(lambda n: date(2026, 11, 21) + timedelta(days=n)),
    st.none() | st.integers(0, 60).map(lambda n: date(2026, 11, 21) + timedelta(days=n)),
    st.integers(1, 4),
)
def test_never_too_late_too_early_or_too_often(
    next_on: date, apply_by: date | None, times: int
) -> None:
    found = plan(next_on, apply_by, times)
    assert len(found.days) <= times
    assert list(found.days) == sorted(set(found.days))
    assert set(found.days) <= set(SATURDAYS)
    for day in found.days:
        assert timedelta(0) <= found.goal_on - day <= timedelta(days=14)
        assert day <= next_on
    if found.goal == "deadline" and len(found.days) > 1:
        assert found.days[-1] <= found.goal_on - timedelta(days=DAYS_TO_ACT)


def test_in_words(hub: Hub, published: Listings, now: datetime) -> None:
    event = published(occurrences=on(18), apply_by_at=SLOT + timedelta(days=10))
    found = announced(event, hub, now=now)
    assert found is not None
    assert say_plan(found) == (
        "11月21日(土)・11月28日(土)の便で知らせます（申込締切 12月1日(火) から逆算）。"
    )
    late = announced(event, hub, now=SLOT + timedelta(days=9))
    assert late is not None
    assert late.is_too_late
    assert "間に合う便が、もうありません" in say_plan(late)
    assert announced(published(occurrences=on(3), outlets=("web",)), hub, now=now) is None


@pytest.mark.parametrize(
    ("item", "after", "said"),
    [
        (1, timedelta(minutes=5), "この便で知らせます（開催日 11月22日(日) から逆算）。"),
        (4, timedelta(days=2), "この便で知らせます（開催日 11月25日(水) から逆算）。"),
        (8, timedelta(days=2), "この便と、11月28日(土)の便で知らせます（開催日 11月29日(日) から"),
        (1, -timedelta(hours=1), "11月21日(土)の便で知らせます（開催日 11月22日(日) から逆算）。"),
        (12, timedelta(days=7), "間に合う便が、もうありません"),  # it may not go any more
    ],
)
def test_a_late_draft_counts_itself(  # noqa: PLR0917 - the case and the fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    draft: Callable[[], Edition],
    item: int,
    after: timedelta,
    said: str,
) -> None:
    published(**OPEN, occurrences=on(item))
    made = draft()
    (row,) = edition_view(session, made, now=SLOT + after).items
    assert said in row.plan


def test_a_dropped_item_is_not_counted(
    session: Session, machine: Actor, published: Listings, draft: Callable[[], Edition],
    now: datetime,
) -> None:  # fmt: skip
    event = published(**OPEN, occurrences=on(1))
    made = draft()
    drop_item(session, made, event.id, version=made.version, by=machine, now=now)
    (row,) = edition_view(session, made, now=SLOT + timedelta(minutes=5)).dropped
    assert "間に合う便が、もうありません" in row.plan


def test_what_waits_at_the_desk_has_the_plan_it_would_have(
    hub: Hub, published: Listings, now: datetime
) -> None:
    event = published(occurrences=on(3), outlets=("line",))
    draft = draft_of(event)
    assert announced_draft(draft, hub, now=now) == announced(event, hub, now=now)
    assert announced_draft(replace(draft, outlets=("web",)), hub, now=now) is None
    assert announced_draft(replace(draft, kind="information"), hub, now=now) is None
    assert announced_draft(replace(draft, occurrences=()), hub, now=now) is None
