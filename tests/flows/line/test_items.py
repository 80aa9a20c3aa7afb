"""What a group's contact sends becomes an item, once, and is read back to her."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifier import editorial, intake
from notifier.directory import Group
from notifier.editorial import Case, CaseState
from notifier.intake import LinePart
from notifier.mailroom import InboxEvent
from tests.flows.line.phone import PART, WHOLE, GroupPhone


def test_one_line_becomes_an_item_of_her_group_and_is_read_back(
    known: GroupPhone, group: Group
) -> None:
    said = known.say(WHOLE)
    for words in ("ベビーマッサージ", "12月5日(土) 10:00–11:30", "南センター", "0歳児", "無料"):
        assert words in said
    assert "これで受け付けました" in said
    item = known.item()
    assert (item.source, item.group_id, item.is_verified_sender) == ("line_message", group.id, True)
    assert item.original == {"text": WHOLE}
    assert known.case().state is CaseState.WAITING
    (card,) = editorial.queue(known.session, item.hub_id, now=known.now).cards
    assert (card.source_name, card.group) == ("LINE", "藤だなサロン")
    (row,) = known.session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc()).limit(1))
    assert "ベビー" not in row.raw.decode(), "kept once, as the item"


def test_taking_back_withdraws_what_was_not_decided(known: GroupPhone) -> None:
    known.say(PART)
    assert "取り消しました" in known.tap("取り消す")
    assert known.case().state is CaseState.WITHDRAWN
    known.send("postback", postback={"data": f"a=take_back&v={known.item().id}"})
    assert "途中のものはありません" in known.answers()[-1]["text"]


def test_a_consultation_is_kept_for_the_desk_answered_kindly_and_can_be_taken_back(
    known: GroupPhone,
) -> None:
    said = known.say("夜泣きがつらくて、どうしたらいいでしょうか")
    assert "相談にはお答えしていません" in said
    assert known.case().draft.title == ""
    assert "夜泣き" not in known.item().title, "no name is made of it, so the trail keeps none"
    known.tap("取り消す")
    assert known.case().state is CaseState.WITHDRAWN


@pytest.mark.parametrize(
    "words", ["ありがとうございます", "よろしくお願いします。", "お世話になっております"]
)
def test_thanks_make_no_item(known: GroupPhone, words: str) -> None:
    assert "ありがとうございます" in known.say(words)
    assert known.count_items() == 0


def test_the_same_item_again_is_said_to_be_there(known: GroupPhone) -> None:
    known.say(WHOLE)
    known.now += timedelta(hours=1)
    assert "もう届いています" in known.say(WHOLE)
    assert known.count_items() == 1


def test_a_redelivered_webhook_makes_nothing_twice(known: GroupPhone) -> None:
    known.say(WHOLE)
    known.count -= 1
    known.send("message", message={"id": "m2", "type": "text", "text": WHOLE})
    assert known.count_items() == 1


def test_two_events_about_one_message_are_one(known: GroupPhone) -> None:
    for _ in range(2):
        known.send("message", message={"id": "same", "type": "text", "text": WHOLE})
    assert known.count_items() == 1
    assert len(known.session.scalars(select(LinePart)).all()) == 1


def test_more_words_soon_after_belong_to_the_item(known: GroupPhone) -> None:
    known.say(WHOLE)
    assert "書きそえました" in known.say("持ち物はバスタオルです")
    assert known.count_items() == 1
    assert "バスタオル" in known.case().draft.bring_text
    assert known.case().state is CaseState.WAITING
    known.now += timedelta(minutes=11)
    known.say("別件ですが、来年もお願いします")
    assert known.count_items() == 2


def test_words_added_are_for_the_desk_to_look_at(known: GroupPhone) -> None:
    """They would be published as the item's text, and may be a correction."""
    known.say(WHOLE)
    known.say("駐車場は裏の空き地へ変更してください")
    (card,) = editorial.queue(known.session, known.item().hub_id, now=known.now).cards
    assert "続けて届いたことば" in " ".join(check.message for check in card.asks)


@pytest.mark.parametrize(
    "words",
    [
        "やっぱり会場は北センターになりました",
        "すみません、会場が北センターに変わりました！",
        "訂正です。場所を北センターに変更します",
    ],
)
def test_a_change_in_her_own_words_mends_its_field(known: GroupPhone, words: str) -> None:
    known.say(WHOLE)
    assert "・場所：北センター" in known.say(words)
    draft = known.case().draft
    assert (draft.place_name, draft.body) == ("北センター", "")


def test_too_many_items_in_an_hour_are_answered_in_words(known: GroupPhone) -> None:
    for number in range(1, 31):
        known.now += timedelta(minutes=1)
        known.say(f"12月{number}日 10時から {number}番目の会 うめ会館 どなたでも 無料 申込不要")
    assert "続けてたくさん" in known.say("1月5日 10時から おまけの会 うめ会館 どなたでも")
    assert known.count_items() == 30


def test_words_no_reader_foresaw_still_stand_in_the_queue(
    known: GroupPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(intake, "read_message", stumbles)
    assert "受け取りました" in known.say(WHOLE)
    assert known.item().original == {"text": WHOLE}
    assert known.case().draft.body == WHOLE


def test_a_months_list_is_sent_again_one_by_one(known: GroupPhone) -> None:
    assert "1つずつ" in known.say("12月の予定です\n5日(土)10時 おはなし会\n12日(土)10時 工作の会")
    for number, words in enumerate(
        ("12月5日(土)10時 おはなし会", "12月12日(土)10時 工作の会"), start=2
    ):
        known.say(f"{words} うめ会館 どなたでも 無料 申込不要")
        assert known.count_items() == number
    assert [one.state for one in known.session.scalars(select(Case))] == [CaseState.WAITING] * 3


def test_a_late_receipt_is_pushed_but_other_answers_are_not(known: GroupPhone) -> None:
    known.send("message", handle=False, message={"id": "late", "type": "text", "text": PART})
    known.handle(later=120)
    (push,) = known.pushes()
    assert "受け取りました" in push.body["messages"][0]["text"]
    known.send("message", handle=False, message={"id": "late2", "type": "sticker"})
    known.handle(later=240)
    assert known.pushes() == [push]
