"""Tables 2 and 3 give back what was published, to the digit."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import (
    Line,
    fiscal_period,
    mean_of,
    over_the_years,
    same_months,
    table_1,
    table_2,
    table_3,
)
from notifier.subscribers import follow
from tests.indicators.conftest import FRIENDS, MONTHS_2024, MONTHS_2025, VIEWS, Type

YEARS = [2021, 2022, 2023, 2024]


def by_key(
    session: Session, hub: Hub, now: datetime, years: list[int] | None = None
) -> dict[str, Line]:
    lines = table_2(session, hub, years=years or YEARS, now=now)
    return {line.key: line for line in lines}


@pytest.mark.usefixtures("seeds")
def test_table_2_to_the_digit(session: Session, hub: Hub, now: datetime) -> None:
    lines = by_key(session, hub, now)
    assert [cell.value for cell in lines["line_friends"].cells] == [161, 497, 877, 1_164]
    assert [cell.value for cell in lines["site_page_views"].cells] == [
        73_543,
        113_503,
        132_280,
        143_499,
    ]
    for key, published in (("line_friends", FRIENDS), ("site_page_views", VIEWS)):
        assert [cell.value for cell in lines[key].cells] == list(published.values())
        assert {cell.mark for cell in lines[key].cells} == {"手入力"}
    assert lines["line_friends"].changes == (None, 336, 380, 287)
    assert [cell.value for cell in lines["site_visitors"].cells] == [14_870, 23_453, 29_168, 27_948]
    depth = lines["views_per_visitor"].cells
    assert [cell.value for cell in depth] == [4.9, 4.8, 4.5, 5.1]
    assert {cell.mark for cell in depth} == {"計算"}
    assert lines["instagram_followers"].is_empty


@pytest.mark.usefixtures("seeds")
def test_table_1_tells_the_media_and_the_paper_together(
    session: Session, hub: Hub, now: datetime
) -> None:
    period = fiscal_period(2024)
    lines = tuple(table_2(session, hub, years=YEARS, now=now))
    media = {one.name: one for one in table_1(session, hub, period=period, table_2=lines, now=now)}
    assert media["LINE公式アカウント"].reach.value == 1_164
    assert media["LINE公式アカウント"].reach.mark == "手入力"
    assert media["公式サイト・公開カレンダー"].reach.value == 143_499
    assert (media["紙の合計"].reach.value, media["紙の合計"].reach.mark) == (46_000, "計算")
    assert media["メール"].reach.value is None
    assert media["Instagram"].reach.value is None


@pytest.mark.usefixtures("seeds")
def test_table_3_to_the_digit(session: Session, hub: Hub) -> None:
    before, after = table_3(session, hub, first=2, last=8, years=[2024, 2025])
    assert [cell.value for cell in before.cells] == list(MONTHS_2024)
    assert [cell.value for cell in after.cells] == list(MONTHS_2025)
    assert (before.mean, after.mean) == (11_099, 15_178)
    assert not before.is_partial
    assert all(cell.is_typed for cell in (*before.cells, *after.cells))


@pytest.mark.usefixtures("seeds")
def test_the_sheet_of_2024_compares_the_years_around_the_renewal(
    session: Session, hub: Hub
) -> None:
    lines = same_months(session, hub, fiscal_year=2024)
    assert [(line.name, line.mean) for line in lines] == [
        ("2024年2月〜8月", 11_099),
        ("2025年2月〜8月", 15_178),
    ]


@pytest.mark.usefixtures("seeds")
def test_nothing_of_it_is_in_the_neighbours_tables(
    session: Session, other_hub: Hub, now: datetime
) -> None:
    assert all(line.is_empty for line in table_2(session, other_hub, years=YEARS, now=now))
    lines = same_months(session, other_hub, fiscal_year=2024)
    assert [(line.is_empty, line.mean) for line in lines] == [(True, None)]


@pytest.mark.usefixtures("seeds")
def test_the_years_begin_where_something_is_known(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    for year, known in ((2026, [161, 497, 877, 1_164, None, None]), (2022, [161, 497])):
        friends = over_the_years(session, hub, fiscal_year=year, now=now)[0]
        assert [cell.value for cell in friends.cells] == known
    friends = over_the_years(session, other_hub, fiscal_year=2026, now=now)[0]
    assert [cell.period.key for cell in friends.cells] == ["FY2026"]


@pytest.mark.usefixtures("seeds")
def test_the_page_of_today_still_compares_with_the_renewal(session: Session, hub: Hub) -> None:
    lines = same_months(session, hub, fiscal_year=2026)
    assert [line.mean for line in lines] == [11_099, 15_178]


def test_a_typed_total_beats_the_months(
    session: Session, hub: Hub, now: datetime, type_in: Type
) -> None:
    for month in range(4, 10):
        type_in("site_page_views", f"2024-{month:02d}", 10_000)
    views = by_key(session, hub, now)["site_page_views"].cells[-1]
    assert (views.value, views.is_partial, views.mark) == (60_000, True, "手入力・途中")
    assert len(views.months) == 6
    type_in("site_page_views", "FY2024", 143_499)
    views = by_key(session, hub, now)["site_page_views"].cells[-1]
    assert (views.value, views.is_partial, views.months) == (143_499, False, ())


def test_twelve_months_make_a_whole_year(
    session: Session, hub: Hub, now: datetime, type_in: Type
) -> None:
    for month in range(1, 13):
        type_in("site_page_views", f"{2024 if month > 3 else 2025}-{month:02d}", month)
    views = by_key(session, hub, now)["site_page_views"].cells[-1]
    assert (views.value, views.is_partial) == (78, False)


def test_a_stock_is_that_of_the_last_month_and_whole_with_march(
    session: Session, hub: Hub, now: datetime, type_in: Type
) -> None:
    type_in("line_friends", "2024-04", 880)
    type_in("line_friends", "2025-02", 1_100)
    friends = by_key(session, hub, now)["line_friends"].cells[-1]
    assert (friends.value, friends.is_partial) == (1_100, True)
    type_in("line_friends", "2025-03", 1_164)
    friends = by_key(session, hub, now)["line_friends"].cells[-1]
    assert (friends.value, friends.is_partial) == (1_164, False)


def test_friends_nobody_typed_are_counted_and_said_so(
    session: Session, hub: Hub, now: datetime, type_in: Type
) -> None:
    follow(session, hub, user_id="U" + "1" * 32, at=datetime(2026, 5, 1, tzinfo=UTC), now=now)
    before, running, later = by_key(session, hub, now, [2025, 2026, 2027])["line_friends"].cells
    assert (before.value, later.value) == (None, None)
    assert (running.value, running.mark) == (1, "自動集計・途中")
    type_in("line_friends", "2026-10", 1_300)
    running = by_key(session, hub, now, [2026])["line_friends"].cells[0]
    assert (running.value, running.mark) == (1_300, "手入力・途中")


def test_a_mean_of_some_months_is_marked(
    session: Session, hub: Hub, now: datetime, type_in: Type
) -> None:
    type_in("site_page_views", "2026-02", 10)
    type_in("site_page_views", "2026-03", 11)
    line = table_3(session, hub, first=2, last=8, years=[2026])[0]
    assert (line.mean, line.is_partial) == (11, True)


@pytest.mark.parametrize(
    ("values", "mean"), [([], None), ([1], 1), ([1, 2], 2), ([2, 3], 3), ([1, 1, 2], 1)]
)
def test_halves_go_up(values: list[int], mean: int | None) -> None:
    assert mean_of(values) == mean
