"""Photos, files and whatever else a phone sends."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from notifier.editorial import Case, CaseState
from notifier.intake import LinePart, PartState
from tests.flows.line.phone import PART, WHOLE, GroupPhone


def test_a_photo_alone_is_an_item_and_the_line_after_it_says_what_it_is(known: GroupPhone) -> None:
    said = known.show("p1")
    assert "写真を受け取りました" in said
    assert "何のお知らせですか" in said
    assert known.case().state is CaseState.ASKED
    said = known.say(PART)
    assert "ベビーマッサージ" in said
    assert "どこで行いますか" in said
    assert known.count_items() == 1
    assert known.case().draft.title == known.item().title == "ベビーマッサージ"
    assert len(known.case().draft.occurrences) == 1


def test_a_name_alone_beside_a_photo_is_its_name(known: GroupPhone) -> None:
    known.show("p1")
    assert "いつですか" in known.say("ベビーマッサージ")
    assert known.case().draft.title == "ベビーマッサージ"


def test_photos_chosen_together_are_one_item_with_one_receipt(known: GroupPhone) -> None:
    chosen = {"id": "set-1", "total": 3}
    assert known.show("p1", imageSet={**chosen, "index": 2})
    known.now += timedelta(minutes=20)  # LINE may deliver them in any order, and late
    assert known.show("p2", imageSet={**chosen, "index": 1}) == ""
    assert known.show("p2", imageSet={**chosen, "index": 1}) == ""
    assert known.show("p3", imageSet={**chosen, "index": 3}) == ""
    assert known.count_items() == 1
    assert len(known.session.scalars(select(LinePart)).all()) == 3


def test_a_photo_soon_after_the_words_belongs_to_them(known: GroupPhone) -> None:
    known.say(PART)
    said = known.show("p1")
    assert "「ベビーマッサージ」の写真を受け取りました" in said
    assert "どこで行いますか" in said, "the open question is still said"
    known.tap("そのまま送る")
    assert "ベビーマッサージ" in known.show("p2")
    assert known.count_items() == 1
    known.now += timedelta(minutes=11)
    known.show("p3")
    assert known.count_items() == 2


def test_an_eleventh_photo_is_refused_in_words(known: GroupPhone) -> None:
    known.say(WHOLE)
    for number in range(10):
        known.show(f"p{number}")
    assert "10枚まで" in known.show("p10")


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("sticker", {"packageId": "1", "stickerId": "1"}, "ありがとうございます"),
        ("audio", {"duration": 1000}, "音声は受け取れません"),
        ("video", {"duration": 1000}, "動画は受け取れません"),
        ("file", {"fileName": "予定.xlsx", "fileSize": 1}, "ファイル"),
        ("image", {"contentProvider": {"type": "external"}}, "ほかのアプリから"),
        ("something_new", {}, "この種類のメッセージは受け取れません"),
    ],
)
def test_what_is_not_kept_is_said_at_once_and_the_question_stays(
    known: GroupPhone, kind: str, more: dict[str, Any], said: str
) -> None:
    known.say(PART)
    assert said in known.show("x1", kind=kind, **more)
    assert known.count_items() == 1
    assert "対象" in known.say("みなみ地区センター")


def test_a_place_sent_as_a_location_answers_where(known: GroupPhone) -> None:
    known.say(PART)
    known.show(
        "l1",
        kind="location",
        title="みなみ地区センター",
        address="横浜市西区1-1",
        latitude=1,
        longitude=1,
    )
    draft = known.case().draft
    assert (draft.place_name, draft.place_address) == ("みなみ地区センター", "横浜市西区1-1")


def test_a_pdf_is_fetched_like_a_photo(known: GroupPhone) -> None:
    known.show("f1", kind="file", fileName="ちらし.PDF", fileSize=10)
    (part,) = known.session.scalars(select(LinePart))
    assert (part.kind, part.state) == ("photo", PartState.WAITING)


def test_whoever_sends_photos_first_begins_the_next_item_with_one(known: GroupPhone) -> None:
    known.show("p1")
    known.say(WHOLE)
    assert "何のお知らせですか" in known.show("p2")
    known.say("12月12日(土)13時 クリスマス会 うめ会館 どなたでも 無料 申込不要")
    titles = [one.draft.title for one in known.session.scalars(select(Case).order_by(Case.id))]
    assert titles == ["ベビーマッサージ", "クリスマス会"]
    photos = known.session.scalars(select(LinePart).where(LinePart.kind == "photo")).all()
    assert len({one.submission_id for one in photos}) == 2


def test_a_photo_days_later_is_not_of_the_item_she_did_not_answer_about(known: GroupPhone) -> None:
    known.say(PART)
    known.now += timedelta(days=2)
    assert "何のお知らせですか" in known.show("p1")
    assert known.count_items() == 2
