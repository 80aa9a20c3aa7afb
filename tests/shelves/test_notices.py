"""A notice of what does not take place, in every format against the worst texts."""

import json
from dataclasses import replace

import pytest

from notifier.editions.card import Frame, card_of
from notifier.editions.formats import html, notice, text
from notifier.editions.words import LANGUAGES, words_of
from notifier.kit.text import utf16_len
from notifier.simulator import rules
from tests.shelves.worst import (
    URL,
    WORST,
    filled,
    frame,
    schema_accepts,
    snapshot,
)


def called_off(words: str, one: Frame) -> tuple[str, str, str, str]:
    """(LINE, subject, plain, HTML) of a notice about an item filled with ``words``."""
    view = replace(filled(words), showings=filled(words).showings[:4], reason=words)
    cards = [card_of(view, one.words)]
    ready = [notice.card(cards[0], URL, one.words)]
    folder = "editions/notice"
    return (
        notice.issue(one, cards, ready),
        notice.subject(one, cards),
        text.issue(one, [text.card(cards[0], URL, one.words, folder=folder)], folder=folder),
        html.issue(one, [html.card(cards[0], URL, one.words, folder=folder)], folder=folder),
    )


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("words", WORST.values(), ids=list(WORST))
def test_line_takes_the_worst_notice(words: str, language: str) -> None:
    sent, subject, _, page = called_off(words, frame(language, words))
    messages = json.loads(sent)
    body = {"to": [f"U{1:032x}"], "messages": messages, "customAggregationUnits": ["n2026_48_2"]}
    assert rules.check(body) == []
    schema_accepts(body)
    assert utf16_len(messages[0]["text"]) <= 5_000
    assert utf16_len(subject) <= notice.SUBJECT_LIMIT
    assert "<script" not in page


def test_a_notice_says_at_once_what_does_not_take_place() -> None:
    one = frame()
    cards = [card_of(replace(snapshot(), reason="荒天のため"), one.words)]
    said = json.loads(notice.issue(one, cards, [notice.card(cards[0], URL, one.words)]))[0]["text"]
    assert said == (
        "【中止のお知らせ】\n"
        "西区地域子育て支援拠点\n"
        "\n"
        "先にお知らせした次の予定は、中止になりました。\n"
        "\n"
        "11月22日(日) 10:00–11:30\n"
        "「ベビーマッサージ」（第1地区会館）\n"
        "理由: 荒天のため\n"
        "\n"
        "くわしい内容・最新の予定: http://127.0.0.1:8000/r/abcdefgh"
    )
    assert notice.subject(one, cards).startswith(
        "【中止】11月22日(日) 10:00–11:30 ベビーマッサージ"
    )
    assert notice.issue(one, [], []) == notice.subject(one, []) == ""


@pytest.mark.parametrize(
    ("language", "mark", "reason"),
    [
        ("easy", "【中止（ちゅうし）】", "天気（てんき）が とても 悪（わる）いため"),
        ("en", "[Cancelled] ", "Bad weather"),
    ],
)
def test_a_notice_in_other_languages_says_so_in_subject_and_reason(
    language: str, mark: str, reason: str
) -> None:
    one = frame(language)
    cards = [card_of(replace(snapshot(), reason="荒天のため"), one.words)]
    assert cards[0].reason == reason
    assert notice.subject(one, cards).startswith(f"{mark}{cards[0].first_when}")
    own = card_of(replace(snapshot(), reason="園庭の工事のため"), one.words)
    assert own.reason == "園庭の工事のため", "a reason of one's own is left to people"


@pytest.mark.parametrize(("language", "fee"), [("easy", "お金（かね）"), ("en", "Free")])
def test_a_translated_amount_is_not_said_twice(language: str, fee: str) -> None:
    """The group said the amount alone; we say it in every language, whatever a translation adds."""
    written = {language: {"title": "x", "fee_text": "お金は いりません。"}}
    one = snapshot(fee_yen=0, fee_text="無料", wordings=written)
    said = card_of(one, words_of(language)).fee
    assert fee in said
    assert said.count("いりません") <= 1
    added = {language: {"fee_text": "for material"}}
    more = snapshot(fee_yen=500, fee_text="500円（材料費）", wordings=added)
    assert "for material" in card_of(more, words_of(language)).fee
