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
