"""A corrected place: every surface follows, the chosen listings alone, and no other hub's."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit, directory, editions
from notifier.audit import Actor
from notifier.directory import Place, PlaceFacts, SeenPlace
from notifier.flows.correct_place import correct_place, followers, join_places
from notifier.hubs import Hub
from notifier.listings import (
    EXPORTS,
    Listing,
    ListingStateError,
    ListingStatus,
    PlaceWords,
    cancel,
    publish,
    withdraw,
)
from notifier.listings import correct_place as correct_one
from notifier.subscribers import Wishes
from tests.editions.conftest import SATURDAY, add_reader
from tests.listings.conftest import Publisher, make_draft, make_submission

WRONG = PlaceFacts("藤だな会館", "西区1-1", "d1")
RIGHT = PlaceFacts("藤棚自治会館", "西区藤棚町2-3", "d2", "045-000-0000")


@pytest.fixture
def published(session: Session, hub: Hub, editor: Actor, now: datetime) -> Publisher:
    """One more listing of the hub, at the place that is said."""
    count = 0

    def one(**changes: object) -> Listing:
        nonlocal count
        count += 1
        sent = make_submission(session, hub, now, f"item-{count}")
        return publish(session, make_draft(**changes), submission=sent, by=editor, now=now)

    return one


@pytest.fixture
def place(session: Session, hub: Hub, editor: Actor, now: datetime) -> Place:
    return directory.add_place(session, hub, WRONG, by=editor, now=now)


@pytest.fixture
def at_place(published: Publisher) -> Listing:
    return published(place_name="藤だな会館 ２階", place_address="西区１-１")


@pytest.fixture
def approved(
    session: Session, hub: Hub, at_place: Listing, publisher: Actor, now: datetime
) -> editions.Edition:
    """Saturday's edition with that listing, frozen."""
    add_reader(session, hub, 1, Wishes())
    made = editions.compose(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    editions.approve(session, made, version=made.version, by=publisher, now=now)
    assert [item.listing_id for item in made.items] == [at_place.id]
    return made


def ids(found: list[Listing]) -> list[int]:
    return [one.id for one in found]


def put_right(
    session: Session, place: Place, chosen: list[Listing], by: Actor, now: datetime
) -> int:
    return correct_place(
        session, SeenPlace(place, place.version), RIGHT, listing_ids=ids(chosen), by=by, now=now
    )


def test_pages_calendars_and_open_data_follow(
    session: Session, hub: Hub, place: Place, at_place: Listing, editor: Actor, now: datetime
) -> None:
    before = [row.sequence for row in at_place.occurrences]
    assert put_right(session, place, [at_place], editor, now) == 1
    assert (at_place.place_name, at_place.place_address) == ("藤棚自治会館 ２階", "西区藤棚町2-3")
    assert at_place.district_keys == ["d2"]
    assert at_place.version == 2
    assert [row.sequence for row in at_place.occurrences] == [number + 1 for number in before]
    for key in ("ics", "csv", "json"):
        said = (
            EXPORTS[key]
            .export([at_place], hub=hub, base_url="https://x.example.jp", now=now)
            .decode()
            .replace("\r\n ", "")
        )
        assert "藤棚自治会館" in said
        assert "藤だな会館" not in said
    newest = audit.history(session, hub.id, subject=("listing", at_place.id))[0]
    assert newest.sentence == (
        "編集担当Aが「ベビーマッサージ」の会場・住所・地区を会場の登録に合わせました。"
    )
    assert newest.detail["fields"]["place_name"] == ["藤だな会館 ２階", "藤棚自治会館 ２階"]


def test_only_chosen_listings_follow_and_none_is_lost(
    session: Session,
    hub: Hub,
    place: Place,
    published: Publisher,
    editor: Actor,
    now: datetime,
) -> None:
    plain = published(place_name="藤だな会館", place_address="", district_keys=("d1", "d3"))
    elsewhere = published(place_name="藤だな会館", place_address="中区9-9", district_keys=())
    published(place_name="みなと公園")
    struck = published(place_name="藤だな会館", place_address="西区1-1")
    cancel(session, struck, reason="雨のため", by=editor, now=now)
    over = published(place_name="藤だな会館")
    withdraw(session, over, reason="まちがい", by=editor, now=now)
    found = {one.listing.id: one for one in followers(session, place, RIGHT)}
    assert set(found) == {plain.id, elsewhere.id, struck.id}
    assert [found[one.id].is_sure for one in (plain, elsewhere, struck)] == [True, False, True]
    put_right(session, place, [plain, struck, over], editor, now)
    assert (plain.place_name, plain.place_address) == ("藤棚自治会館", "西区藤棚町2-3")
    assert plain.district_keys == ["d1", "d3"], "it was for more than that district"
    assert (struck.place_name, struck.status) == ("藤棚自治会館", ListingStatus.CANCELLED)
    assert (elsewhere.place_name, elsewhere.place_address) == ("藤だな会館", "中区9-9")
    assert over.place_name == "藤だな会館"
    left = followers(session, place, directory.facts_of(place))
    assert [(one.listing.id, one.is_sure) for one in left] == [(elsewhere.id, False)]


def test_an_edition_that_froze_keeps_what_it_said(
    session: Session,
    place: Place,
    at_place: Listing,
    approved: editions.Edition,
    editor: Actor,
    now: datetime,
) -> None:
    hashed = approved.content_hash
    put_right(session, place, [at_place], editor, now)
    (item,) = approved.items
    assert (item.snapshot or {})["place_name"] == "藤だな会館 ２階"
    assert approved.content_hash == hashed


def test_a_joined_place_brings_its_listings(
    session: Session, hub: Hub, place: Place, at_place: Listing, editor: Actor, now: datetime
) -> None:
    right = directory.add_place(session, hub, RIGHT, by=editor, now=now)
    facts = directory.joined(RIGHT, WRONG)
    (only,) = followers(session, right, facts, joining=place)
    assert (only.listing.id, only.words.name, only.words.address) == (
        at_place.id,
        "藤棚自治会館 ２階",
        RIGHT.address,
    )
    count = join_places(
        session,
        SeenPlace(right, 1),
        SeenPlace(place, 1),
        listing_ids=[at_place.id],
        by=editor,
        now=now,
    )
    assert count == 1
    assert at_place.place_name == "藤棚自治会館 ２階"


def test_dashes_tell_addresses_apart(session: Session, place: Place, published: Publisher) -> None:
    one = published(place_name="藤だな会館", place_address="西区11")
    (found,) = followers(session, place, replace(WRONG, address="西区1-2"))
    assert (found.listing.id, found.is_sure) == (one.id, False)


def test_the_name_itself_however_wide_is_no_other_name(
    session: Session, place: Place, published: Publisher
) -> None:
    """As it is published: whoever corrects nothing is asked about nothing."""
    one = published(place_name="藤だな　会館 ２階", place_address=WRONG.address)
    assert followers(session, place, WRONG) == []
    (found,) = followers(session, place, replace(WRONG, name="「藤だな会館」"))
    assert (found.listing.id, found.words.name) == (one.id, "「藤だな会館」 ２階")


def test_what_is_over_is_not_corrected(
    session: Session, at_place: Listing, editor: Actor, now: datetime
) -> None:
    at_place.status = ListingStatus.ENDED
    with pytest.raises(ListingStateError):
        correct_one(session, at_place, PlaceWords("x", "", ()), by=editor, now=now)


def test_a_date_that_is_over_is_left_alone(
    session: Session, at_place: Listing, editor: Actor, now: datetime
) -> None:
    later = at_place.occurrences[0].starts_at + timedelta(days=2)
    before = [row.sequence for row in at_place.occurrences]
    correct_one(session, at_place, PlaceWords("新", "", ("d1",)), by=editor, now=later)
    assert [row.sequence for row in at_place.occurrences] == [before[0], before[1] + 1]
    assert at_place.version == 2
    correct_one(session, at_place, PlaceWords("新", "", ("d1",)), by=editor, now=later)
    assert at_place.version == 2, "nothing new was said"
