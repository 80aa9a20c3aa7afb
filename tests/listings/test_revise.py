"""Changing what is published."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import (
    ListingStateError,
    OccurrenceStatus,
    cancel,
    changes,
    draft_of,
    revise,
    withdraw,
)
from notifier.listings.dates import REMOVED
from tests.listings.conftest import FIRST, Publisher, dates, make_draft


def test_a_typo_raises_version_and_sequences_and_keeps_the_uids(
    session: Session, hub: Hub, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    uids = [row.uid for row in listing.occurrences]
    revise(session, listing, make_draft(title="ベビーマッサージの会"), by=editor, now=now)
    assert (listing.version, listing.sequence) == (2, 1)
    assert [row.uid for row in listing.occurrences] == uids
    assert [row.sequence for row in listing.occurrences] == [1, 1]
    entry = audit.history(session, hub.id, subject=("listing", listing.id))[0]
    assert entry.sentence == "編集担当Aが「ベビーマッサージの会」の名称を変更しました。"
    assert entry.detail["fields"]["title"] == ["ベビーマッサージ", "ベビーマッサージの会"]


def test_nothing_new_changes_nothing(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    revise(session, listing, make_draft(), by=editor, now=now)
    assert (listing.version, listing.sequence) == (1, 0)
    assert [row.sequence for row in listing.occurrences] == [0, 0]


def test_a_moved_hour_keeps_its_uid(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    uid = listing.occurrences[0].uid
    moved = dates(FIRST + timedelta(hours=3), FIRST + timedelta(days=14))
    revise(session, listing, make_draft(occurrences=moved), by=editor, now=now)
    assert listing.occurrences[0].uid == uid
    assert listing.occurrences[0].starts_at == FIRST + timedelta(hours=3)
    assert len(listing.occurrences) == 2


def test_a_date_taken_away_stays_struck_and_may_come_back(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    revise(session, listing, make_draft(occurrences=dates(FIRST)), by=editor, now=now)
    gone = listing.occurrences[1]
    assert gone.status is OccurrenceStatus.CANCELLED
    assert gone.status_reason == "日程が変わりました"
    revise(session, listing, make_draft(), by=editor, now=now)
    assert gone.status is OccurrenceStatus.SCHEDULED
    assert gone.sequence == 2


def test_a_change_of_text_does_not_revive_a_cancelled_date(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    second = listing.occurrences[1]
    cancel(session, listing, occurrence_id=second.id, reason="講師の都合", by=editor, now=now)
    revise(session, listing, make_draft(body="新しい内容"), by=editor, now=now)
    assert second.status is OccurrenceStatus.CANCELLED
    assert second.status_reason == "講師の都合"


def test_a_date_called_off_in_our_own_words_is_not_revived_either(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    """What a date was struck for stands in a column, not in what somebody may write."""
    listing = published()
    second = listing.occurrences[1]
    cancel(session, listing, occurrence_id=second.id, reason=REMOVED, by=editor, now=now)
    revise(session, listing, make_draft(body="新しい内容"), by=editor, now=now)
    assert second.status is OccurrenceStatus.CANCELLED


def test_past_dates_are_left_alone(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    later = FIRST + timedelta(days=2)
    revise(
        session,
        listing,
        make_draft(occurrences=dates(FIRST + timedelta(days=14)), title="後半"),
        by=editor,
        now=later,
    )
    assert listing.occurrences[0].status is OccurrenceStatus.SCHEDULED


def test_only_a_published_listing_changes(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    withdraw(session, listing, reason="", by=editor, now=now)
    with pytest.raises(ListingStateError):
        revise(session, listing, make_draft(title="別"), by=editor, now=now)


def test_changes_are_said_field_by_field(published: Publisher) -> None:
    before = draft_of(published())
    after = replace(before, occurrences=dates(FIRST), fee_yen=500, themes=("play", "health"))
    found = {change.field: change for change in changes(before, after)}
    assert list(found) == ["occurrences", "fee_yen", "themes"]
    assert found["occurrences"].after == "11月28日(土) 10:00–11:30"
    assert found["occurrences"].is_weighty
    assert not found["themes"].is_weighty
    assert found["themes"].after == "あそび・ひろば、健康・発育"


def test_a_typo_in_the_words_about_time_is_no_other_time(published: Publisher) -> None:
    before = replace(draft_of(published()), when_text="11月28日(士) １０時")
    for words, weighs in (("11月28日(土) 10時", False), ("11月29日(土) 10時", True)):
        (change,) = changes(before, replace(before, when_text=words))
        assert change.is_weighty is weighs


def test_keys_in_another_order_are_no_change(published: Publisher) -> None:
    before = draft_of(published(outlets=("web", "line", "email")))
    assert changes(before, replace(before, outlets=("email", "web", "line"))) == []
    (change,) = changes(before, replace(before, outlets=("web",)))
    assert change.field == "outlets"
