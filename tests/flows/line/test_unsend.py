"""She takes a message back: nothing of it stays."""

import json

from notifier.audit import Actor
from notifier.editorial import CaseState
from tests.flows.line.phone import PART, WHOLE, GroupPhone


def test_unsending_her_words_erases_them_and_withdraws_the_item(known: GroupPhone) -> None:
    known.say(WHOLE)
    message = known.last_message()
    known.send("unsend", unsend={"messageId": message})
    item, case = known.item(), known.case()
    assert "ベビー" not in json.dumps(
        [item.original, item.draft_json, item.title, case.draft_json], ensure_ascii=False
    )
    assert case.state is CaseState.WITHDRAWN


def test_unsending_an_answer_empties_its_field(known: GroupPhone) -> None:
    known.say(PART)
    known.say("みなみ地区センター")
    known.send("unsend", unsend={"messageId": known.last_message()})
    assert known.case().draft.place_name == ""
    assert "みなみ" not in json.dumps(known.case().draft_json, ensure_ascii=False)
    assert known.case().draft.title == "ベビーマッサージ"


def test_unsending_what_is_published_asks_the_desk(known: GroupPhone, editor: Actor) -> None:
    known.say(WHOLE)
    message, case = known.last_message(), known.case()
    known.approve(editor)
    known.send("unsend", unsend={"messageId": message})
    asked = known.case()
    assert asked.corrects_listing_id == case.listing_id
    assert "送信を取り消しました" in asked.draft.questions[0].message


def test_unsending_after_a_refusal_empties_the_desks_copy_too(
    known: GroupPhone, editor: Actor
) -> None:
    known.say(WHOLE)
    known.reject(editor)
    known.send("unsend", unsend={"messageId": known.last_message()})
    assert known.case().state is CaseState.REJECTED
    assert nothing_of_it(known)


def test_unsending_after_taking_back_empties_the_desks_copy_too(known: GroupPhone) -> None:
    known.say(WHOLE)
    message = known.last_message()
    known.tap("取り消す")
    known.send("unsend", unsend={"messageId": message})
    assert nothing_of_it(known)


def test_what_was_unsent_never_comes_back_as_an_answer(known: GroupPhone) -> None:
    known.say(PART)
    known.say("みなみ地区センター")
    known.send("unsend", unsend={"messageId": known.last_message()})
    known.say("0歳児とその家族")
    draft = known.case().draft
    assert (draft.place_name, draft.audience_text) == ("", "0歳児とその家族")


def test_unsending_words_added_leaves_the_other_words(known: GroupPhone) -> None:
    known.say(f"{WHOLE}\n楽しく歌いましょう")
    known.say("駐車場はありません\n自転車でどうぞ")
    assert "自転車" in known.case().draft.body
    known.send("unsend", unsend={"messageId": known.last_message()})
    assert known.case().draft.body == "楽しく歌いましょう"


def test_unsending_the_words_and_sending_them_again_begins_anew(known: GroupPhone) -> None:
    known.say(PART)
    message = known.last_message()
    known.say("みなみ地区センター")
    known.send("unsend", unsend={"messageId": message})
    assert known.case().state is CaseState.WITHDRAWN, "an answer alone is no item"
    said = known.say("12月6日(日)10時〜11時半 ベビーマッサージ")
    assert "12月6日(日)" in said
    assert known.count_items() == 2


def test_unsending_the_words_beside_a_photo_lets_her_say_them_anew(known: GroupPhone) -> None:
    known.show("p1")
    known.say(PART)
    message = known.last_message()
    known.say("みなみ地区センター")
    known.send("unsend", unsend={"messageId": message})
    assert known.case().draft.title == ""
    assert "だれが対象ですか" in known.say("12月6日(日)10時から ベビーヨガ")
    draft = known.case().draft
    assert (draft.title, draft.place_name) == ("ベビーヨガ", "みなみ地区センター")
    assert known.count_items() == 1


def test_a_message_that_comes_after_its_unsending_is_not_kept(known: GroupPhone) -> None:
    known.send("unsend", unsend={"messageId": "late"})
    assert known.show("late", kind="text", text=WHOLE) == ""
    assert known.count_items() == 0


def nothing_of_it(phone: GroupPhone) -> bool:
    """Whether the desk's copy, and what it is compared by, hold no word of the item."""
    case = phone.case()
    return "ベビー" not in json.dumps([case.draft_json, case.likeness], ensure_ascii=False)
