"""Cancelling one date or all, taking it back, and ending what is over."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError
from notifier.listings import (
    AlreadyCancelledError,
    ListingStateError,
    ListingStatus,
    NoReasonError,
    NothingToReinstateError,
    OccurrenceStatus,
    PastDateError,
    cancel,
    end_expired,
    reinstate,
)
from tests.listings.conftest import FIRST, Publisher, dates


def test_one_date(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    first, second = listing.occurrences
    cancel(session, listing, occurrence_id=first.id, reason="大雨のため", by=editor, now=now)
    assert listing.status is ListingStatus.PUBLISHED
    assert (first.status, first.status_reason, first.sequence) == (
        OccurrenceStatus.CANCELLED,
        "大雨のため",
        1,
    )
    assert (second.status, second.sequence) == (OccurrenceStatus.SCHEDULED, 0)
    assert (listing.version, listing.sequence) == (2, 1)
    sentence = audit.history(session, hub.id, subject=("listing", listing.id))[0].sentence
    assert sentence == (
        "編集担当Aが「ベビーマッサージ」の11月28日(土)を中止にしました（理由: 大雨のため）。"
    )


def test_the_last_coming_date_cancels_the_whole(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published(occurrences=dates(FIRST))
    only = listing.occurrences[0].id
    cancel(session, listing, occurrence_id=only, reason="講師の都合", by=editor, now=now)
    assert listing.status is ListingStatus.CANCELLED
    assert listing.cancelled_at == now


def test_all_dates_to_come_but_not_those_held(
    session: Session, published: Publisher, editor: Actor
) -> None:
    listing = published()
    later = FIRST + timedelta(days=1)
    cancel(session, listing, reason="会場が使えないため", by=editor, now=later)
    held, coming = listing.occurrences
    assert held.status is OccurrenceStatus.SCHEDULED
    assert coming.status is OccurrenceStatus.CANCELLED
    assert listing.status is ListingStatus.CANCELLED


def test_information_is_cancelled_as_a_whole(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published(kind="information")
    cancel(session, listing, reason="募集を終えました", by=editor, now=now)
    assert listing.status is ListingStatus.CANCELLED
    reinstate(session, listing, by=editor, now=now)
    assert listing.status is ListingStatus.PUBLISHED


def test_refused(session: Session, published: Publisher, editor: Actor, now: datetime) -> None:
    listing = published()
    other = published()
    first = listing.occurrences[0].id
    with pytest.raises(NoReasonError):
        cancel(session, listing, reason="  ", by=editor, now=now)
    with pytest.raises(NotFoundError):
        cancel(
            session,
            listing,
            occurrence_id=other.occurrences[0].id,
            reason="x",
            by=editor,
            now=now,
        )
    cancel(session, listing, occurrence_id=first, reason="x", by=editor, now=now)
    with pytest.raises(AlreadyCancelledError):
        cancel(session, listing, occurrence_id=first, reason="x", by=editor, now=now)
    cancel(session, listing, reason="x", by=editor, now=now)
    with pytest.raises(ListingStateError):
        cancel(session, listing, reason="x", by=editor, now=now)
    with pytest.raises(PastDateError):
        cancel(
            session,
            other,
            occurrence_id=other.occurrences[0].id,
            reason="x",
            by=editor,
            now=FIRST + timedelta(days=1),
        )


def test_taking_a_cancellation_back(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    first = listing.occurrences[0]
    cancel(session, listing, reason="押し間違い", by=editor, now=now)
    reinstate(session, listing, by=editor, now=now)
    assert listing.status is ListingStatus.PUBLISHED
    assert (first.status, first.status_reason, first.sequence) == (
        OccurrenceStatus.SCHEDULED,
        "",
        2,
    )
    with pytest.raises(NothingToReinstateError):
        reinstate(session, listing, occurrence_id=first.id, by=editor, now=now)


def test_what_is_over_ends(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    over = published(occurrences=dates(now - timedelta(days=2)))
    today = published(occurrences=dates(now - timedelta(hours=2)))
    coming = published()
    expired = published(kind="information", expires_on=now.date() - timedelta(days=1))
    holds = published(kind="information", expires_on=now.date())
    lasting = published(kind="information")
    struck = published(occurrences=dates(now + timedelta(hours=1)))
    cancel(session, struck, reason="x", by=editor, now=now)
    assert end_expired(session, now=now) == 2
    assert [item.status for item in (over, expired)] == [ListingStatus.ENDED] * 2
    assert over.ended_at == now
    assert {item.status for item in (today, coming, holds, lasting)} == {ListingStatus.PUBLISHED}
    assert end_expired(session, now=now + timedelta(days=2)) == 2
    assert struck.status is ListingStatus.CANCELLED
    sentence = audit.history(session, hub.id, subject=("listing", over.id))[0].sentence
    assert "掲載を終了しました" in sentence
