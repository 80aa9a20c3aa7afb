"""Answers that are none: nods, stickers, the same twice, the right words for another question."""

import pytest
from sqlalchemy import select

from notifier.audit import Actor
from notifier.editorial import Case, CaseState
from notifier.intake import Question
from tests.flows.line.phone import PART, WHOLE, GroupPhone

WHERE = "どこで行いますか"


@pytest.mark.parametrize("words", ["はい", "了解です！", "👍", "？", "ありがとう", "OK"])
def test_a_nod_is_no_place_and_the_question_is_said_again(known: GroupPhone, words: str) -> None:
    known.say(PART)
    assert WHERE in known.say(words)
    assert known.labels() == ["そのまま送る", "取り消す"]
    known.say("みなみ地区センターです")
    assert known.case().draft.place_name == "みなみ地区センター"


@pytest.mark.parametrize("words", ["ありがとう", "了解です", "はーい", "👍"])
def test_a_nod_afterwards_is_written_into_nothing(known: GroupPhone, words: str) -> None:
    known.say(WHOLE)
    assert (
        known.say(words)
        == "ありがとうございます。行事やお知らせは、文か写真でここに送ってください。"
    )
    assert known.session.scalars(select(Question)).all() == []


def test_who_does_not_know_is_asked_the_next_thing_and_the_desk_sees_what_is_missing(
    known: GroupPhone,
) -> None:
    known.say(PART)
    assert "だれが対象ですか" in known.say("わかりません")
    draft = known.case().draft
    assert draft.place_name == ""
    assert "place_name" in [one.field for one in draft.questions]


def test_a_yes_to_the_desk_is_its_answer_and_no_audience(known: GroupPhone, editor: Actor) -> None:
    known.say(WHOLE)
    known.ask("対象は0歳児でよいですか。", field="audience_text", by=editor)
    known.say("はい")
    assert known.case().draft.audience_text == "0歳児"
    assert known.case().state is CaseState.WAITING
    (asked,) = known.session.scalars(select(Question))
    assert asked.answer == "はい"


@pytest.mark.parametrize(
    ("kind", "more"),
    [("sticker", {}), ("video", {}), ("file", {"fileName": "予定.xlsx"}), ("location", {})],
)
def test_what_answers_nothing_says_the_question_again(
    known: GroupPhone, kind: str, more: dict[str, str]
) -> None:
    known.say(PART)
    assert known.show("x1", kind=kind, **more).endswith("会場の名前を教えてください。")
    assert known.labels() == ["そのまま送る", "取り消す"]


def test_asking_for_the_state_says_the_question_again(known: GroupPhone) -> None:
    known.say(PART)
    said = known.say("状態")
    assert "お返事をお待ちしています" in said
    assert WHERE in said
    assert WHERE in known.say("abcd-efgh"), "and after a code that is none"


def test_the_same_item_said_twice_keeps_its_question(known: GroupPhone) -> None:
    known.say(PART)
    assert WHERE in known.say(PART)
    assert known.count_items() == 1
    assert known.case().state is CaseState.ASKED
    assert "だれが対象ですか" in known.say(f"{PART} 南センター")
    assert known.case().draft.place_name == "南センター"


def test_the_same_answer_twice_is_no_answer_to_the_next_question(known: GroupPhone) -> None:
    known.say(PART)
    known.say("みなみ地区センター")
    said = known.say("みなみ地区センター")
    assert "もう届いています" in said
    assert "だれが対象ですか" in said
    assert known.case().draft.audience_text == ""


def test_a_label_before_the_answer_is_not_part_of_it(known: GroupPhone) -> None:
    known.say(PART)
    assert "・場所：北センター" in known.say("会場は北センターです")
    assert known.case().draft.place_name == "北センター"


def test_a_place_chosen_on_the_map_is_the_place_whatever_is_asked(known: GroupPhone) -> None:
    where = {
        "title": "みなみ地区センター",
        "address": "横浜市西区1-1",
        "latitude": 1,
        "longitude": 1,
    }
    known.say("12月5日(土)10時から ベビーマッサージ 南センター")
    assert "だれが対象ですか" in known.show("l1", kind="location", **where)
    draft = known.case().draft
    assert (draft.place_name, draft.place_address) == ("みなみ地区センター", "横浜市西区1-1")
    assert draft.audience_text == ""


def test_a_place_alone_begins_an_item_that_is_asked_about(known: GroupPhone) -> None:
    said = known.show("l1", kind="location", title="うめ会館", latitude=1, longitude=1)
    assert "何のお知らせですか" in said
    known.say(PART)
    draft = known.case().draft
    assert (draft.title, draft.place_name) == ("ベビーマッサージ", "うめ会館")


def test_the_next_item_is_no_answer_to_what_the_desk_asked(
    known: GroupPhone, editor: Actor
) -> None:
    known.say(WHOLE)
    known.ask("雨の日はどうなりますか。", field="weather_text", by=editor)
    assert "クリスマス会" in known.say("12月12日(土)13時から クリスマス会 藤だな自治会館")
    for words in ("どなたでも", "無料", "申込不要"):
        known.say(words)
    known.say("雨の日は12月13日に延期です")
    first, second = (one.draft for one in known.session.scalars(select(Case).order_by(Case.id)))
    assert (second.title, second.weather_text) == ("クリスマス会", "")
    assert first.weather_text == "雨の日は12月13日に延期です"


def test_her_groups_name_and_a_greeting_are_no_title(known: GroupPhone) -> None:
    said = known.say(
        "こんにちは、藤だなサロンです！来月のお知らせです。\n12/5（土）10:00~11:30\nベビーマッサージやります✨\n"
        "場所はいつもの南センターです\nよろしくお願いします🙇"
    )
    assert "・名前：ベビーマッサージ\n" in said
    assert "・場所：いつもの南センター\n" in said


def test_words_that_call_an_item_off_are_told_that_nothing_changed_yet(
    known: GroupPhone, editor: Actor
) -> None:
    known.say(WHOLE)
    known.approve(editor)
    known.now = known.now.replace(hour=23)
    said = known.say("12月5日のベビーマッサージは中止になりました")
    assert "職員が確かめるまで変わりません" in said
    assert "/nishi/g/" in said
    assert known.case().state is CaseState.WAITING, "it stands in the queue at once"


def test_a_long_answer_is_kept_whole(known: GroupPhone) -> None:
    known.say(WHOLE)
    known.say("当日の流れです。" + "あ" * 4_000)
    (added,) = known.session.scalars(select(Question))
    assert len(added.answer) > 4_000
