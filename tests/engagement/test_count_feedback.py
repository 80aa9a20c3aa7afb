"""One tap under a listing: counted by day, shown from twenty, and nothing about who."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import engagement
from notifier.engagement import FeedbackCount
from notifier.engagement.count_feedback import PER_ADDRESS_AND_DAY
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError
from notifier.mailroom import Cap
from tests.editions.conftest import Listings, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared


def test_taps_add_up_by_answer_and_day(
    session: Session, hub: Hub, other_hub: Hub, published: Listings, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    for number in range(20):
        assert engagement.count_feedback(
            session, hub, listing, "want", visitor=f"192.0.2.{number}", now=now
        )
    tomorrow = now + timedelta(days=1)
    engagement.count_feedback(session, hub, listing, "useful", visitor="192.0.2.1", now=tomorrow)
    (row,) = engagement.feedback(session, hub.id, since=now.date())
    assert (row.counts, row.shown("want"), row.shown("useful")) == (
        {"want": 20, "useful": 1}, "20", "20未満",
    )  # fmt: skip
    assert engagement.feedback(session, other_hub.id, since=now.date()) == []
    days = session.scalars(select(FeedbackCount.on).order_by(FeedbackCount.on)).all()
    assert [str(day) for day in days] == ["2026-11-20", "2026-11-21"]


def test_one_address_cannot_fill_the_counter(
    session: Session, hub: Hub, published: Listings, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    counted = [
        engagement.count_feedback(session, hub, listing, "want", visitor="192.0.2.1", now=now)
        for _ in range(PER_ADDRESS_AND_DAY + 5)
    ]
    assert counted.count(True) == PER_ADDRESS_AND_DAY
    (row,) = engagement.feedback(session, hub.id, since=now.date())
    assert row.counts == {"want": PER_ADDRESS_AND_DAY}


def test_the_cap_does_not_know_what_was_tapped(
    session: Session, hub: Hub, published: Listings, now: datetime
) -> None:
    one, two = published(occurrences=on(1)), published(occurrences=on(2))
    for listing in (one, two):
        engagement.count_feedback(session, hub, listing, "want", visitor="192.0.2.1", now=now)
    (cap,) = session.scalars(select(Cap))
    assert cap.count == 2


def test_an_answer_nobody_offered(
    session: Session, hub: Hub, published: Listings, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    with pytest.raises(BadInputError):
        engagement.count_feedback(session, hub, listing, "hate", visitor="192.0.2.1", now=now)
