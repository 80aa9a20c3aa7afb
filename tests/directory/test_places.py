"""Places: a room of a known place is that place; names are corrected, joined, and all stay known."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from notifier import audit, directory
from notifier.audit import Actor
from notifier.directory import KnownPlaces, Place, PlaceFacts, SeenPlace
from notifier.directory.names import head_of
from notifier.hubs import Hub
from notifier.kit import text
from notifier.kit.errors import NotFoundError

HALL = PlaceFacts("藤棚地区センター", "西区藤棚町1-2", phone="045-000-0000", note="駐車場なし")


@pytest.fixture
def hall(session: Session, hub: Hub, editor: Actor, now: datetime) -> Place:
    return directory.add_place(session, hub, HALL, by=editor, now=now)


def spelled(session: Session, place: Place) -> list[str]:
    return [one.name for one in directory.spellings(session, place.hub_id).get(place.id, [])]


def test_a_room_belongs_to_its_place(
    session: Session, hub: Hub, other_hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    directory.add_place(session, hub, PlaceFacts("藤棚"), by=editor, now=now)
    match = directory.match_place
    assert match(session, hub.id, "藤棚地区センター　２階 多目的室") is hall
    assert match(session, hub.id, "藤棚地区センター") is hall
    assert match(session, hub.id, "藤棚公園") is None
    assert match(session, hub.id, "") is None
    assert match(session, other_hub.id, "藤棚地区センター") is None
    assert [place.name for place in directory.places(session, hub.id)] == [
        "藤棚",
        "藤棚地区センター",
    ]


def test_the_same_place_twice_is_refused(
    session: Session, hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    with pytest.raises(directory.AlreadyListedError, match="すでに登録されています"):
        directory.add_place(session, hub, PlaceFacts("藤棚 地区ｾﾝﾀｰ"), by=editor, now=now)
    assert directory.places(session, hub.id) == [hall]


def test_a_corrected_name_leaves_the_old_one_known(
    session: Session, hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    facts = replace(HALL, name="藤だな地区センター", address="西区藤棚町1-20")
    directory.change_place(session, SeenPlace(hall, 1), facts, by=editor, now=now)
    assert (hall.name, hall.address, hall.version) == ("藤だな地区センター", "西区藤棚町1-20", 2)
    assert spelled(session, hall) == ["藤棚地区センター"]
    assert directory.match_place(session, hub.id, "藤棚地区センター ２階") is hall
    newest = audit.history(session, hub.id, subject=("place", hall.id))[0]
    assert newest.sentence == (
        "編集担当Aが会場「藤棚地区センター」の名前（「藤棚地区センター」から「藤だな地区センター」へ）・"
        "住所（「西区藤棚町1-2」から「西区藤棚町1-20」へ）を直しました。"
    )
    with pytest.raises(directory.AlreadyListedError, match="別の書き方"):
        directory.add_place(session, hub, PlaceFacts("藤棚地区センター"), by=editor, now=now)
    directory.change_place(session, SeenPlace(hall, 2), HALL, by=editor, now=now)
    assert (hall.name, spelled(session, hall)) == ("藤棚地区センター", ["藤だな地区センター"])


def test_a_page_older_than_the_place_changes_nothing(
    session: Session, hall: Place, editor: Actor, now: datetime
) -> None:
    directory.change_place(session, SeenPlace(hall, 1), replace(HALL, note=""), by=editor, now=now)
    with pytest.raises(directory.StalePlaceError):
        directory.change_place(session, SeenPlace(hall, 1), HALL, by=editor, now=now)
    directory.change_place(session, SeenPlace(hall, 2), replace(HALL, note=""), by=editor, now=now)
    assert hall.version == 2, "nothing new was said"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PlaceFacts("　"), "name"),
        (PlaceFacts("長" * 121), "name"),
        (PlaceFacts("会館", "長" * 201), "address"),
        (PlaceFacts("会館", phone="三丁目の会館"), "phone"),
        (PlaceFacts("会館", district_key="nowhere"), "district_key"),
        (PlaceFacts("会館", note="長" * 501), "note"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_box(
    session: Session, hall: Place, editor: Actor, now: datetime, facts: PlaceFacts, field: str
) -> None:
    with pytest.raises(directory.DirectoryInputError) as refused:
        directory.change_place(session, SeenPlace(hall, 1), facts, by=editor, now=now)
    assert refused.value.field == field
    assert directory.facts_of(hall) == HALL


def test_a_text_pasted_into_the_telephone_box_is_refused_by_its_length(
    session: Session, hall: Place, editor: Actor, now: datetime
) -> None:
    facts = replace(HALL, phone="1" * 20_000 + "番")
    with pytest.raises(directory.DirectoryInputError, match="40文字まで"):
        directory.change_place(session, SeenPlace(hall, 1), facts, by=editor, now=now)


def test_two_entries_become_one_known_by_both_names(
    session: Session, hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    other = directory.add_place(
        session,
        hub,
        PlaceFacts("フジダナ会館", "西区藤棚町9", "", "045-111-1111", "駅から5分"),
        by=editor,
        now=now,
    )
    directory.join_places(session, SeenPlace(hall, 1), SeenPlace(other, 1), by=editor, now=now)
    assert directory.places(session, hub.id) == [hall]
    assert directory.facts_of(hall) == replace(HALL, note="駐車場なし\n駅から5分")
    assert spelled(session, hall) == ["フジダナ会館"]
    assert directory.match_place(session, hub.id, "ﾌｼﾞﾀﾞﾅ会館 和室") is hall
    newest = audit.history(session, hub.id, subject=("place", hall.id))[0]
    assert (
        newest.sentence == "編集担当Aが会場「フジダナ会館」を「藤棚地区センター」にまとめました。"
    )
    assert newest.detail["joined"]["address"] == "西区藤棚町9"


def test_a_place_is_not_joined_to_itself_nor_by_an_old_page(
    session: Session, hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    other = directory.add_place(session, hub, PlaceFacts("会館"), by=editor, now=now)
    with pytest.raises(directory.DirectoryInputError):
        directory.join_places(session, SeenPlace(hall, 1), SeenPlace(hall, 1), by=editor, now=now)
    with pytest.raises(directory.StalePlaceError):
        directory.join_places(session, SeenPlace(hall, 1), SeenPlace(other, 7), by=editor, now=now)
    assert len(directory.places(session, hub.id)) == 2


def test_a_name_joined_by_mistake_is_free_again(
    session: Session, hub: Hub, other_hub: Hub, hall: Place, editor: Actor, now: datetime
) -> None:
    other = directory.add_place(session, hub, PlaceFacts("会館"), by=editor, now=now)
    directory.join_places(session, SeenPlace(hall, 1), SeenPlace(other, 1), by=editor, now=now)
    (spelling,) = directory.spellings(session, hub.id)[hall.id]
    stranger = directory.add_place(session, other_hub, PlaceFacts("会館"), by=editor, now=now)
    with pytest.raises(NotFoundError):
        directory.remove_spelling(session, stranger, spelling.id, by=editor, now=now)
    assert directory.remove_spelling(session, hall, spelling.id, by=editor, now=now) == "会館"
    assert directory.add_place(session, hub, PlaceFacts("会館"), by=editor, now=now).id


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("藤だな会館", "藤棚自治会館"),
        ("藤だな会館　２階 和室", "藤棚自治会館　２階 和室"),
        ("藤だな 会館（２階）", "藤棚自治会館（２階）"),
        ("藤だな会館」", "藤棚自治会館」"),
        ("港町(旧館）２階", "みなと会館２階"),
        ("藤棚自治会館 和室", "藤棚自治会館 和室"),
        ("ｻﾛﾝｾﾝﾀｰ 和室", "さろん 和室"),
        ("知らない所", "知らない所"),
        ("", ""),
    ],
)
def test_words_become_those_of_the_register(words: str, said: str) -> None:
    known = KnownPlaces(
        {
            text.fold("藤だな会館"): 1,
            text.fold("藤棚自治会館"): 1,
            text.fold("サロンセンター"): 2,
            text.fold("さろん"): 2,
            text.fold("港町（旧館）"): 3,
        },
        {1: "藤棚自治会館", 2: "さろん", 3: "みなと会館"},
    )
    assert known.corrected(words) == said


@given(some.text(min_size=1), some.text())
def test_the_head_and_the_rest_are_the_words(head: str, rest: str) -> None:
    """Nothing is lost of what was written, wherever it is cut."""
    words = head + rest
    found = head_of(words, text.fold(head))
    assert words.startswith(found)
    assert text.fold(found) in (text.fold(head), text.fold(words))
