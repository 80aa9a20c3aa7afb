"""Every sentence of the groups' account is a message LINE takes, however long the words in it are."""

from zoneinfo import ZoneInfo

import pytest

from notifier.intake import DraftQuestion, ListingDraft, line_buttons, line_pushes, line_words
from notifier.intake.line_words import Desk, ItemState
from notifier.simulator import check
from tests.shelves.test_formats import schema_accepts

LONG = "長い名前の会🎈" * 700
ASK = DraftQuestion("audience_text", "だれが対象ですか。" + LONG[:900])
DRAFT = ListingDraft(
    title=LONG, place_name=LONG, audience_text=LONG, fee_text=LONG, apply_text=LONG, body=LONG
)
KNOWN = Desk("拠点", "045-000-0000", "藤だなサロン", ZoneInfo("Asia/Tokyo"))
STRANGER = Desk("拠点", "", "", ZoneInfo("Asia/Tokyo"))
STATE = ItemState(LONG, LONG[:300], "確認中", LONG, (LONG[:900],))
LINK = "https://news.example.jp/nishi/g/" + "x" * 40
EVERY = {
    "welcome": [line_words.welcome(KNOWN), line_words.welcome(STRANGER)],
    "connected": [line_words.connected(KNOWN)],
    "receipt": [
        line_words.receipt(desk, DRAFT, submission_id=9, photo=photo, ask=ask)
        for desk in (KNOWN, STRANGER)
        for photo in (True, False)
        for ask in (ASK, None)
    ],
    "answered": [
        line_words.answered(KNOWN, DRAFT, submission_id=9, field=field, ask=ASK)
        for field in ("message", "when_text", "title", "nothing")
    ],
    "not an item": [line_words.not_an_item(STRANGER, submission_id=9, ask=ASK)],
    "added": [
        line_words.added(KNOWN, DRAFT, submission_id=9, field="message", ask=None),
        line_words.photo_added(LONG, submission_id=9, ask=ASK),
        line_words.came_before(LONG, submission_id=9),
    ],
    "ends": [
        line_words.as_it_is(LONG, submission_id=9),
        line_words.taken_back(LONG),
        line_words.too_late_to_take_back(LONG, LINK),
        line_words.nothing_open(),
        line_words.decided(LONG),
        line_words.answered_late(LONG),
        line_words.called_off(KNOWN, DRAFT, submission_id=9, link=LINK),
        line_words.thanks(is_asked=True),
        line_words.thanks(is_asked=False),
        line_words.sent_twice(),
        line_words.cannot_read("音声"),
        line_words.not_on_the_phone(),
        line_words.too_many_photos(LONG, 10),
        line_words.too_often(),
        line_words.in_a_room(),
    ],
    "states": [line_words.states([STATE] * 5, LINK), line_words.states([], LINK)],
    "asides": [
        line_words.and_still(said, submission_id=9, ask=DraftQuestion("fee_text", LONG[:1_000]))
        for said in (
            line_words.states([STATE] * 5, LINK),
            line_words.welcome(KNOWN),
            line_words.sent_twice(),
        )
    ],
    "news": [
        line_pushes.desk_asks(LONG, LONG, "fee_text"),
        line_pushes.refused(LONG, LONG),
        line_pushes.looking_again(LONG, was_refused=True),
        line_pushes.looking_again(LONG, was_refused=False),
        line_pushes.photo_lost(LONG),
        line_pushes.bad_photo(LONG, "写真ではありません。"),
    ],
}


@pytest.mark.parametrize("name", EVERY)
def test_line_takes_every_message(name: str) -> None:
    for message in EVERY[name]:
        assert check({"messages": [message], "replyToken": "x"}, "reply") == []
        schema_accepts({"to": ["U" + "a" * 32], "messages": [message]})


def test_the_link_of_the_states_is_never_cut() -> None:
    assert line_words.states([STATE] * 5, LINK)["text"].endswith(LINK)


@pytest.mark.parametrize(
    ("data", "choice"),
    [
        ("a=take_back&v=12", line_buttons.Choice("take_back", 12)),
        ("a=state", line_buttons.Choice("state")),
        ("a=as_is&v=" + "9" * 40, line_buttons.Choice("as_is")),
        ("a=as_is&v=²", line_buttons.Choice("as_is")),
        ("", line_buttons.Choice("")),
        ("&&&&&&", line_buttons.Choice("")),
    ],
)
def test_a_forged_button_reads_as_nothing(data: str, choice: line_buttons.Choice) -> None:
    assert line_buttons.read_button(data) == choice
