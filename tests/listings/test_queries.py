"""Reads: spans, filters, the neighbour's things, and a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError
from notifier.listings import (
    ListingStatus,
    Wanted,
    by_submission,
    cancel,
    find_listing,
    find_public,
    information,
    public_listings,
    search,
    sendable,
    withdraw,
)
from tests.listings.conftest import FIRST, Publisher, dates

DAY = date(2026, 11, 28)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The SELECTs made inside."""
    seen: list[str] = []
    connection = session.connection()

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def test_span(session: Session, hub: Hub, published: Publisher) -> None:
    listing = published()
    late = published(occurrences=dates(datetime.fromisoformat("2026-11-28T23:30:00+09:00")))
    found = public_listings(session, hub.id, since=DAY, until=DAY)
    assert found == [listing, late]
    assert public_listings(session, hub.id, since=DAY + timedelta(days=2), until=DAY) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), {"場所も年齢もなし", "第1・0歳", "第2・1歳"}),
        (Wanted(district="d1"), {"場所も年齢もなし", "第1・0歳"}),
        (Wanted(band="age1"), {"場所も年齢もなし", "第2・1歳"}),
        (Wanted(theme="health"), {"第2・1歳"}),
        (Wanted(district="d1", band="age1"), {"場所も年齢もなし"}),
        (Wanted(band="nonsense"), {"場所も年齢もなし", "第1・0歳", "第2・1歳"}),
    ],
)
def test_filters(
    session: Session, hub: Hub, published: Publisher, wanted: Wanted, expected: set[str]
) -> None:
    published(
        title="場所も年齢もなし", district_keys=(), min_months=None, max_months=None, themes=()
    )
    published(title="第1・0歳")
    published(
        title="第2・1歳",
        district_keys=("d2",),
        min_months=12,
        max_months=23,
        themes=("health",),
    )
    found = public_listings(session, hub.id, since=DAY, until=DAY, wanted=wanted)
    assert {listing.title for listing in found} == expected


def test_cancelled_is_shown_withdrawn_is_not(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    struck, gone = published(), published()
    cancel(session, struck, reason="x", by=editor, now=now)
    withdraw(session, gone, reason="x", by=editor, now=now)
    assert public_listings(session, hub.id, since=DAY, until=DAY) == [struck]
    assert find_public(session, hub.id, struck.id) is struck
    with pytest.raises(NotFoundError):
        find_public(session, hub.id, gone.id)
    assert find_listing(session, hub.id, gone.id) is gone


def test_the_neighbours_things_are_not_found(
    session: Session, hub: Hub, other_hub: Hub, published: Publisher, now: datetime
) -> None:
    theirs = published(of=other_hub)
    with pytest.raises(NotFoundError):
        find_listing(session, hub.id, theirs.id)
    assert public_listings(session, hub.id, since=DAY, until=DAY) == []
    assert sendable(session, hub.id, now=now, horizon_days=60) == []
    assert search(session, hub.id).total == 0
    assert by_submission(session, hub.id, [theirs.submission_id]) == {}


def test_information_holds_until_it_expires(
    session: Session, hub: Hub, published: Publisher
) -> None:
    holds = published(kind="information", expires_on=DAY)
    assert information(session, hub.id, on=DAY) == [holds]
    assert information(session, hub.id, on=DAY + timedelta(days=1)) == []


def test_sendable(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    soon, info = published(), published(kind="information")
    published(occurrences=dates(FIRST + timedelta(days=90)))
    published(occurrences=dates(now - timedelta(days=1)))
    struck = published()
    cancel(session, struck, reason="x", by=editor, now=now)
    assert sendable(session, hub.id, now=now, horizon_days=30) == [soon, info]


def test_search(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    for number in range(25):
        published(title=f"サロン{number}")
    gone = published(title="100%の会_A")
    withdraw(session, gone, reason="x", by=editor, now=now)
    page = search(session, hub.id)
    assert (page.total, page.pages, len(page.listings)) == (26, 2, 20)
    assert len(search(session, hub.id, page=2).listings) == 6
    assert search(session, hub.id, text="100%").listings == [gone]
    assert search(session, hub.id, text="サロン1 第1地区").total == 11
    assert search(session, hub.id, status=ListingStatus.WITHDRAWN).listings == [gone]


def test_the_number_of_statements_does_not_grow(
    session: Session, hub: Hub, published: Publisher
) -> None:
    made, hub_id = [], hub.id
    for size in (3, 20):
        for _ in range(size):
            published()
        session.expire_all()
        with counted(session) as seen:
            for listing in public_listings(session, hub_id, since=DAY, until=DAY):
                assert listing.occurrences
        made.append(len(seen))
    assert made == [3, 3]


@pytest.mark.parametrize("words", ["ベビーＡＢＣ", "ﾍﾞﾋﾞｰabc", "べつの ﾍﾞﾋﾞｰ"])
def test_search_in_either_width(
    session: Session, hub: Hub, published: Publisher, words: str
) -> None:
    narrow = published(title="ﾍﾞﾋﾞｰABC", body="べつの紙面")
    wide = published(title="ベビーＡＢＣ", body="べつの紙面")
    assert {one.id for one in search(session, hub.id, text=words).listings} == {narrow.id, wide.id}
