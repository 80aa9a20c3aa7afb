"""Taps are counted by day, item and channel; small numbers are not shown."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions import Edition, Link
from notifier.engagement import (
    LinkTaps,
    UnknownCodeError,
    count_taps,
    shown,
    tapped_links,
    taps,
    taps_total,
    target_of,
)
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
    found = tapped_links(session.connection(), [line.code, email.code])
    assert {one.url for one in found.values()} == {line.url, email.url}
    count_taps(session.connection(), [found[line.code]], now=now)
    count_taps(
        session.connection(), [found[code] for code in (line.code, email.code, line.code)], now=now
    )
    count_taps(session.connection(), [found[line.code]], now=now + timedelta(days=1))
    rows = session.scalars(select(LinkTaps).order_by(LinkTaps.channel.desc(), LinkTaps.on)).all()
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
    count_taps(
        session.connection(),
        list(tapped_links(session.connection(), [links["line"].code]).values()),
        now=now,
    )
    assert taps(session, other_hub.id, links["line"].edition_id) == []
    assert taps_total(session, other_hub.id, links["line"].edition_id) == 0


def test_looking_does_not_count(session: Session, links: dict[str, Link]) -> None:
    assert target_of(session, links["line"].code) == links["line"].url
    assert session.scalars(select(LinkTaps)).all() == []


def test_an_unknown_code(session: Session, links: dict[str, Link]) -> None:
    """Leads nowhere, beside one that does."""
    line = links["line"]
    assert list(tapped_links(session.connection(), ["zzzzzzzz", line.code])) == [line.code]
    with pytest.raises(UnknownCodeError):
        target_of(session, "zzzzzzzz")


def test_counters_are_raised_in_one_order(
    session: Session, links: dict[str, Link], now: datetime
) -> None:
    """However the taps came in: so two processes never wait for each other in a circle."""
    found = tapped_links(session.connection(), [link.code for link in links.values()])
    backwards = sorted(found.values(), key=lambda one: one.channel, reverse=True)
    count_taps(session.connection(), backwards, now=now)
    rows = session.scalars(select(LinkTaps).order_by(LinkTaps.id))
    assert [row.channel for row in rows] == sorted(links)


def test_no_taps_write_nothing(session: Session, now: datetime) -> None:
    count_taps(session.connection(), [], now=now)
    assert session.scalars(select(LinkTaps)).all() == []


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "20未満"), (19, "20未満"), (20, "20"), (1234, "1,234")]
)
def test_small_numbers(number: int, expected: str) -> None:
    assert shown(number) == expected
