"""Publishing an approved draft."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import (
    Listing,
    ListingStateError,
    ListingStatus,
    NothingToPublishError,
    draft_of,
    find_listing,
    publish,
    withdraw,
)
from tests.listings.conftest import FIRST, Publisher, dates, make_draft, make_submission


def test_published_with_words_dates_and_a_sentence(
    session: Session, hub: Hub, published: Publisher, now: datetime
) -> None:
    listing = published()
    assert (listing.status, listing.version, listing.sequence) == (ListingStatus.PUBLISHED, 1, 0)
    assert [row.starts_at for row in listing.occurrences] == [FIRST, FIRST + timedelta(days=14)]
    assert [row.uid for row in listing.occurrences] == [
        f"nishi-{listing.id}-1@127.0.0.1",
        f"nishi-{listing.id}-2@127.0.0.1",
    ]
    assert listing.published_by == "編集担当A"
    assert listing.published_at == now
    trail = audit.history(session, hub.id, subject=("listing", listing.id))
    assert [entry.sentence for entry in trail] == [
        "編集担当Aが「ベビーマッサージ」を掲載しました。"
    ]


def test_what_was_published_reads_back_as_the_same_draft(published: Publisher) -> None:
    assert draft_of(published()) == make_draft()


def test_two_dates_with_the_same_start_become_one(published: Publisher) -> None:
    listing = published(occurrences=dates(FIRST, FIRST))
    assert len(listing.occurrences) == 1


def test_a_rule_alone_is_laid_out(published: Publisher) -> None:
    rule = {"freq": "monthly_nth", "weekdays": [1], "nth": [2], "from": "2026-12-01"}
    listing = published(occurrences=(), recurrence=rule)
    assert len(listing.occurrences) == 16
    assert all(row.all_day for row in listing.occurrences)


def test_information_has_no_dates(published: Publisher) -> None:
    assert published(kind="information").occurrences == []


@pytest.mark.parametrize("wrong", [{"title": " "}, {"occurrences": ()}])
def test_an_event_without_title_or_date_is_refused(
    published: Publisher, wrong: dict[str, object]
) -> None:
    with pytest.raises(NothingToPublishError):
        published(**wrong)


def test_approving_again_after_an_undo_keeps_the_uids(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    submission = make_submission(session, hub, now, "again")
    listing = publish(session, make_draft(), submission=submission, by=editor, now=now)
    uids = [row.uid for row in listing.occurrences]
    with pytest.raises(ListingStateError):
        publish(session, make_draft(), submission=submission, by=editor, now=now)
    withdraw(session, listing, reason="取り消し", by=editor, now=now)
    again = publish(session, make_draft(), submission=submission, by=editor, now=now)
    assert again.id == listing.id
    assert again.status is ListingStatus.PUBLISHED
    assert [row.uid for row in again.occurrences] == uids
    assert [row.sequence for row in again.occurrences] == [1, 1]


def test_too_long_a_name_is_cut_before_the_database_refuses(published: Publisher) -> None:
    listing = published(
        title="あ" * 400, organiser="い" * 400, url="https://x.example/" + "u" * 2000
    )
    assert len(listing.title) == 300
    assert len(listing.organiser) == 200
    assert len(listing.url) == 1000


def test_dates_survive_the_database(session: Session, hub: Hub, published: Publisher) -> None:
    made = published()
    session.expire_all()
    again: Listing = find_listing(session, hub.id, made.id)
    assert again.occurrences[0].starts_at == FIRST
