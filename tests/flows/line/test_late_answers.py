"""She answers hours later: what became of the item meanwhile decides where her words go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifier import editorial
from notifier.audit import Actor
from notifier.editorial import Case, CaseState
from notifier.flows.tick import tick
from notifier.intake import Question
from tests.flows.line.phone import PART, GroupPhone


@pytest.fixture
def waited(known: GroupPhone) -> GroupPhone:
    """Asked where; two hours later her item went on as it came."""
    known.say(PART)
    known.now += timedelta(hours=3)
    tick(now_fn=lambda: known.now)
    known.handle()
    assert known.case().state is CaseState.WAITING
    return known


def test_a_late_answer_is_read_back_and_stands_in_the_item(waited: GroupPhone) -> None:
    assert "・場所：みなみ地区センター" in waited.say("みなみ地区センター")
    assert waited.case().draft.place_name == "みなみ地区センター"


def test_a_late_answer_about_a_held_item_stands_in_it(waited: GroupPhone, editor: Actor) -> None:
    case = waited.case()
    editorial.hold(
        waited.session,
        case,
        reason="区に確認中",
        version=case.version,
        by=editor,
        now=waited.now,
    )
    waited.session.commit()
    waited.say("対象は0歳児です")
    waited.say("みなみ地区センター")
    draft = waited.case().draft
    assert (draft.place_name, draft.audience_text) == ("みなみ地区センター", "0歳児")
    assert waited.case().state is CaseState.HELD


def test_an_answer_after_the_publication_is_a_correction_the_desk_sees(
    waited: GroupPhone, editor: Actor
) -> None:
    waited.approve(editor)
    published = waited.case()
    said = waited.say("みなみ地区センター")
    assert "もう掲載が決まっている" in said
    correction = waited.case()
    assert correction.corrects_listing_id == published.listing_id
    assert correction.state is CaseState.WAITING
    assert correction.draft.place_name == "みなみ地区センター"
    assert correction.draft.title == "ベビーマッサージ"
    waited.session.refresh(published)
    assert published.draft.place_name == "", "what is published stays until somebody decided"


def test_words_after_a_refusal_answer_no_old_question(waited: GroupPhone, editor: Actor) -> None:
    waited.reject(editor)
    assert "職員が読みます" in waited.say("会員でない方も入れます")
    assert waited.count_items() == 2
    assert waited.session.scalars(select(Question.answer).where(Question.answer != "")).all() == []


def test_a_photo_after_the_publication_is_not_hung_on_what_was_decided(
    waited: GroupPhone, editor: Actor
) -> None:
    waited.approve(editor)
    waited.show("p1")
    assert waited.count_items() == 2
    assert len(waited.session.scalars(select(Case)).all()) == 2


def test_an_old_button_tells_the_truth(waited: GroupPhone, editor: Actor) -> None:
    waited.approve(editor)
    said = waited.press(f"a=as_is&v={waited.item().id}")
    assert "もう職員の確認がすんでいます" in said
    assert "職員が読みます" in waited.say("次の会の件で電話をください"), (
        "and nothing is asked any more"
    )
