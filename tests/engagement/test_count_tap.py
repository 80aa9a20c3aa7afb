"""Taps are counted by day, item and channel; small numbers are not shown."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions import Edition, Link
from notifier.engagement import LinkTaps, UnknownCodeError, count_tap, shown, taps, taps_total
from notifier.engagement.count_tap import target_of
from notifier.hubs import Hub
from tests.editions.conftest import Listings, on
from tests.editions.conftest import approved as approved  # noqa: PLC0414 - fixtures, shared
from tests.editions.conftest import draft as draft  # noqa: PLC0414
from tests.editions.conftest import published as published  # noqa: PLC0414


@pytest.fixture
def links(
    session: Session, published: Listings, approved: Callable[[], Edition]
) -> dict[str, Link]:
    """The links of an approved edition with one item, by channel."""
    published(occurrences=on(1))
    made = approved()
    rows = session.scalars(select(Link).where(Link.edition_id == made.id))
    return {row.channel: row for row in rows}


def test_taps_add_up_by_day_and_channel(
    session: Session, hub: Hub, links: dict[str, Link], now: datetime
) -> None:
    line, email = links["line"], links["email"]
    for _ in range(3):
        assert count_tap(session, line.code, now=now) == line.url
    count_tap(session, line.code, now=now + timedelta(days=1))
    count_tap(session, email.code, now=now)
    rows = session.scalars(select(LinkTaps).order_by(LinkTaps.id)).all()
    assert [(row.channel, str(row.on), row.count) for row in rows] == [
        ("line", "2026-11-20", 3),
        ("line", "2026-11-21", 1),
        ("email", "2026-11-20", 1),
    ]
    found = taps(session, hub.id, line.edition_id)
    assert [(one.channel, one.count, one.shown) for one in found] == [
        ("email", 1, "20未満"),
        ("line", 4, "20未満"),
    ]
    assert taps_total(session, hub.id, line.edition_id) == 5


def test_another_hub_sees_nothing(
    session: Session, other_hub: Hub, links: dict[str, Link], now: datetime
) -> None:
    count_tap(session, links["line"].code, now=now)
    assert taps(session, other_hub.id, links["line"].edition_id) == []
    assert taps_total(session, other_hub.id, links["line"].edition_id) == 0


def test_looking_does_not_count(session: Session, links: dict[str, Link]) -> None:
    assert target_of(session, links["line"].code) == links["line"].url
    assert session.scalars(select(LinkTaps)).all() == []


def test_an_unknown_code(session: Session, now: datetime) -> None:
    with pytest.raises(UnknownCodeError):
        count_tap(session, "zzzzzzzz", now=now)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "20未満"), (19, "20未満"), (20, "20"), (1234, "1,234")]
)
def test_small_numbers(number: int, expected: str) -> None:
    assert shown(number) == expected
