"""Approving publishes, by a named person, what has nothing open."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor, history
from notifier.directory import PlaceFacts, SeenPlace
from notifier.editorial import (
    CaseState,
    ChecksStandError,
    FrozenCaseError,
    StaleCaseError,
    WrongStateError,
    approve,
    case_view,
    check,
    edit,
    hold,
    undo,
)
from notifier.hubs import Hub
from notifier.intake import DraftQuestion
from notifier.kit.errors import NotAllowedError
from notifier.listings import ListingStatus, PlaceWords, correct_place, find_listing
from tests.conftest import NOW
from tests.editorial.conftest import DRAFT, MakeCase


def test_the_item_becomes_a_listing(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    listing = approve(session, case, version=1, by=editor, now=now)
    assert (case.state, case.version, case.listing_id) == (CaseState.APPROVED, 2, listing.id)
    assert (case.decided_at, case.decided_by) == (now, "編集担当A")
    assert listing.title == "ベビーマッサージ"
    sentence = history(session, hub.id, subject=("case", case.id))[0].sentence
    assert sentence == "編集担当Aが「ベビーマッサージ」を掲載しました。"


def test_an_open_question_must_be_looked_at(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(draft=replace(DRAFT, questions=(DraftQuestion("fee_text", "いくらですか。"),)))
    with pytest.raises(ChecksStandError, match="いくらですか。"):
        approve(session, case, version=1, by=editor, now=now)
    assert case.state is CaseState.WAITING
    approve(session, case, version=1, by=editor, now=now, despite=("question-1",))
    assert case.state is CaseState.APPROVED


def test_a_stop_is_mended_never_passed_over(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(title=" ")
    with pytest.raises(ChecksStandError, match="行事名がありません"):
        approve(session, case, version=1, by=editor, now=now, despite=("no_title",))
    edit(session, case, replace(case.draft, title="会"), version=1, by=editor, now=now)
    approve(session, case, version=2, by=editor, now=now)


def test_ones_own_entry_needs_somebody_else_unless_the_hub_allows_it(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(source="staff_entry", received_by_key=editor.key)
    with pytest.raises(NotAllowedError, match="ほかの職員"):
        approve(session, case, version=1, by=editor, now=now)
    hub.may_approve_own = True
    approve(session, case, version=1, by=editor, now=now)


def test_a_namesake_is_somebody_else_and_a_new_name_the_same_person(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    """Names are for people to read; two of the staff may share one, and one may get another."""
    case = make_case(source="staff_entry", received_by=editor.label, received_by_key=editor.key)
    with pytest.raises(NotAllowedError, match="ほかの職員"):
        approve(session, case, version=1, by=replace(editor, label="新しい姓"), now=now)
    approve(session, case, version=1, by=replace(editor, id="77"), now=now)


def test_a_machine_is_no_named_person(
    session: Session, make_case: MakeCase, now: datetime, machine: Actor
) -> None:
    with pytest.raises(NotAllowedError):
        approve(session, make_case(), version=1, by=machine, now=now)


def test_held_items_return_to_the_queue_first(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    hold(session, case, reason="", version=1, by=editor, now=now)
    with pytest.raises(WrongStateError):
        approve(session, case, version=2, by=editor, now=now)


def test_undo_withdraws_and_a_second_approval_brings_it_back(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    listing = approve(session, case, version=1, by=editor, now=now)
    undo(session, case, version=2, by=editor, now=now)
    assert (case.state, case.listing_id, case.decided_at) == (CaseState.WAITING, None, None)
    assert find_listing(session, hub.id, listing.id).status is ListingStatus.WITHDRAWN
    again = approve(session, case, version=3, by=editor, now=now)
    assert (again.id, again.status) == (listing.id, ListingStatus.PUBLISHED)


def test_a_frozen_item_is_not_undone(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    approve(session, case, version=1, by=editor, now=now)
    with pytest.raises(FrozenCaseError, match="便に入っている"):
        undo(session, case, version=2, by=editor, now=now, frozen=True)
    assert case.state is CaseState.APPROVED


def test_a_correction_revises_the_listing_and_undo_gives_the_words_back(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = approve(session, make_case(), version=1, by=editor, now=now)
    correction = make_case(draft=replace(DRAFT, place_name="公園"), corrects_listing_id=first.id)
    later, seen = now + timedelta(hours=1), ("correction_weighty",)
    with pytest.raises(ChecksStandError, match="地区センター → 公園"):
        approve(session, correction, version=1, by=editor, now=later)
    revised = approve(session, correction, version=1, by=editor, now=later, despite=seen)
    assert (revised.id, revised.place_name) == (first.id, "公園")
    undo(session, correction, version=2, by=editor, now=now + timedelta(hours=2))
    assert (first.place_name, first.status) == ("地区センター", ListingStatus.PUBLISHED)


def test_an_undone_correction_leaves_what_was_changed_since(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = approve(session, make_case(), version=1, by=editor, now=now)
    correction = make_case(
        draft=replace(DRAFT, body="新しい内容です。", fee_text="700円", bring_text="タオル"),
        corrects_listing_id=first.id,
    )
    second = make_case(
        draft=replace(DRAFT, body="新しい内容です。", fee_text="800円", bring_text="タオル"),
        corrects_listing_id=first.id,
    )
    for one in (correction, second):
        seen = tuple(found.key for found in check(session, one, now=now))
        approve(session, one, version=1, by=editor, now=now, despite=seen)
    correct_place(session, first, PlaceWords("新しい会館", "西区9", ()), by=editor, now=now)
    undo(session, correction, version=2, by=editor, now=now)
    assert (first.place_name, first.place_address) == ("新しい会館", "西区9")
    assert (first.body, first.bring_text) == (DRAFT.body, DRAFT.bring_text)
    assert first.fee_text == "800円", "the second correction stands"


def test_an_undone_correction_that_changed_nothing_withdraws_nothing(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = approve(session, make_case(), version=1, by=editor, now=now)
    same = make_case(draft=DRAFT, corrects_listing_id=first.id)
    approve(session, same, version=1, by=editor, now=now, despite=("duplicate",))
    undo(session, same, version=2, by=editor, now=now)
    assert first.status is ListingStatus.PUBLISHED


def test_a_revision_of_a_published_item_is_a_correction(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = approve(session, make_case(external_id="x", revision=1), version=1, by=editor, now=now)
    newer = make_case(external_id="x", revision=2, draft=replace(DRAFT, body="雨天中止"))
    keys = [(one.key, one.level) for one in check(session, newer, now=now)]
    assert keys == [("correction_light", "ok")], "a typo passes"
    assert newer.corrects_listing_id == first.id
    assert approve(session, newer, version=1, by=editor, now=now).id == first.id
    assert first.body == "雨天中止"


def test_an_old_version_is_refused_before_anything_happens(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    edit(session, case, replace(DRAFT, body="別"), version=1, by=editor, now=now)
    with pytest.raises(StaleCaseError):
        approve(session, case, version=1, by=editor, now=now)
    assert case.listing_id is None


def test_a_known_spelling_is_published_by_the_registers_name(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    place = directory.add_place(session, hub, PlaceFacts("地区センター"), by=editor, now=now)
    case = make_case(draft=replace(DRAFT, place_name="地区センター ２階"))
    assert not [one for one in check(session, case, now=now) if one.key == "venue_renamed"]
    facts = PlaceFacts("藤棚地区センター")
    directory.change_place(session, SeenPlace(place, 1), facts, by=editor, now=now)
    (said,) = [one for one in check(session, case, now=now) if one.key == "venue_renamed"]
    assert "「藤棚地区センター ２階」としてのります" in said.message
    listing = approve(session, case, version=1, by=editor, now=now)
    assert listing.place_name == "藤棚地区センター ２階"
    assert case.draft.place_name == "地区センター ２階", "what was sent stays as it was sent"
    again = make_case(
        draft=replace(case.draft, body="新しい内容です。"), corrects_listing_id=listing.id
    )
    keys = {one.key for one in check(session, again, now=now)}
    assert "correction_light" in keys, "another spelling is no change of place"
    shown = case_view(session, hub.id, again.id, by=editor, now=now)
    assert [change.field for change in shown.correction] == ["body"]
    approve(session, again, version=1, by=editor, now=now)
    assert (listing.place_name, listing.body) == ("藤棚地区センター ２階", "新しい内容です。")


@pytest.mark.parametrize(
    ("address", "is_asked"),
    [
        ("", False),
        ("西区１−２", False),
        ("横浜市西区 1-2", False),
        ("西区", False),
        ("西区1丁目2番地", False),
        ("西区1-2 会館2階", False),
        ("西区12", True),
        ("西区1-20", True),
        ("中区9-9", True),
    ],
)
def test_an_address_other_than_the_registers_is_asked_about(
    session: Session, hub: Hub, make_case: MakeCase, editor: Actor, address: str, is_asked: bool
) -> None:
    facts = PlaceFacts("地区センター", "西区1-2")
    directory.add_place(session, hub, facts, by=editor, now=NOW)
    case = make_case(draft=replace(DRAFT, place_name="地区センター ２階", place_address=address))
    asked = [one for one in check(session, case, now=NOW) if one.key == "venue_address"]
    assert bool(asked) == is_asked
    assert all("会場の一覧の「西区1-2」とちがいます" in one.message for one in asked)
