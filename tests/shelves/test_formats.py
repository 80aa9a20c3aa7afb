"""Every format against what people hand in: the worst texts, every language, every limit."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from notifier.editions.card import card_of
from notifier.editions.formats import line
from notifier.editions.set_voices import Voice
from notifier.editions.snapshot import Snapshot, without
from notifier.editions.words import LANGUAGES, words_of
from notifier.kit.text import utf16_len
from notifier.simulator import rules
from tests.shelves.worst import (
    SCRIPT,
    WORST,
    filled,
    frame,
    issue,
    schema_accepts,
    snapshot,
)


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("words", WORST.values(), ids=list(WORST))
def test_line_takes_the_worst_issue(words: str, language: str) -> None:
    view = filled(words)
    later = without(view, [view.showings[0].starts_at])
    cancelled = ("11月22日(日)",) * 9
    cards = [card_of(later, words_of(language), cancelled=cancelled)] * 12
    sent = issue(cards, frame(language, words))[0]
    messages = json.loads(sent)
    body = {"to": [f"U{1:032x}"], "messages": messages, "customAggregationUnits": ["w2026_47_1"]}
    assert rules.check(body) == []
    assert len(json.dumps(messages[1]["contents"])) < 50_000
    assert len(messages[1]["contents"]["contents"]) <= line.MAX_CARDS
    assert utf16_len(messages[1]["altText"]) <= 1_500
    assert utf16_len(messages[0]["text"]) <= 5_000
    schema_accepts(body)


@pytest.mark.real
def test_the_schema_is_asked(real_inputs: Path) -> None:
    """With the real inputs the schema refuses what has no altText, so it is really asked."""
    cards = [card_of(snapshot(), words_of("ja"))]
    messages = json.loads(issue(cards, frame())[0])
    body = {"to": [f"U{1:032x}"], "messages": messages}
    schema_accepts(body)
    del messages[1]["altText"]
    with pytest.raises(Exception, match="Request body validation error"):
        schema_accepts(body)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_markup_is_text_everywhere(language: str) -> None:
    cards = [card_of(filled(SCRIPT), words_of(language))]
    sent, plain, page = issue(cards, frame(language, SCRIPT))
    assert "<script" not in page
    assert "<img" not in page
    assert "onerror=alert" in page  # as words
    assert SCRIPT in plain
    assert SCRIPT in json.loads(sent)[0]["text"]


def test_nobody_can_write_our_marks() -> None:
    cards = [card_of(filled("%%UNSUBSCRIBE_URL%%"), words_of("ja"))]
    _, plain, page = issue(cards, frame())
    assert plain.count("%%UNSUBSCRIBE_URL%%") == 1
    assert page.count("%%UNSUBSCRIBE_URL%%") == 1


def test_the_plain_mail_reads_by_itself() -> None:
    plain = issue([card_of(snapshot(), words_of("ja"))], frame())[1]
    assert plain == (
        "11月21日号 今週のおでかけ\n"
        "西区地域子育て支援拠点\n"
        "\n"
        "こんにちは。\n"
        "\n"
        "■ ベビーマッサージ\n"
        "  11月22日(日) 10:00–11:30\n"
        "  場所: 第1地区会館\n"
        "  対象: 0歳児と保護者\n"
        "  費用: 無料\n"
        "  申込: 電話で\n"
        "  【申込締切】11月21日(土) 10:00\n"
        "  くわしく見る: http://127.0.0.1:8000/r/abcdefgh\n"
        "\n"
        "内容は変わることがあります。おでかけ前に「くわしく見る」のページでご確認ください。\n"
        "すべての予定: http://127.0.0.1:8000/nishi/\n"
        "\n"
        "----------------------------------------\n"
        "西区地域子育て支援拠点のお知らせを希望された方に、登録された地区や年齢などに合うものを選んでお送りしています。\n"
        "\n"
        "届く内容の変更・お休み: %%SETTINGS_URL%%\n"
        "配信の停止: %%UNSUBSCRIBE_URL%%\n"
        "\n"
        "発行: 西区 <news@example.jp>\n"
        "神奈川県横浜市（練習用の住所）\n"
        "問合せ: 045-000-0000\n"
    )


def test_the_first_bubble_and_the_alt_text_are_a_digest() -> None:
    names = ("ベビーマッサージ", "公園あそび", "絵本の会", "離乳食相談")
    cards = [card_of(snapshot(title=name), words_of("ja")) for name in names]
    first, cards_message = json.loads(issue(cards, frame())[0])
    assert "・11月22日(日) 10:00–11:30 ベビーマッサージ" in first["text"]
    assert "離乳食相談" not in first["text"]
    assert "「設定」" in first["text"]
    assert cards_message["altText"].startswith("11月21日号 今週のおでかけ: 11月22日(日)")
    assert "離乳食相談" in cards_message["altText"]


def test_html_brings_nothing_from_outside() -> None:
    page = issue([card_of(snapshot(), words_of("ja"))], frame())[2]
    for outside in ("<img", "<link", "@import", "url(", "<script", "<table"):
        assert outside not in page
    assert '<html lang="ja">' in page


def test_other_languages_frame_japanese_facts() -> None:
    english = issue([card_of(snapshot(), words_of("en"))], frame("en"))[1]
    assert "Sun 22 Nov 10:00–11:30" in english
    assert "ベビーマッサージ" in english
    assert "Where there is no English yet, details are in Japanese" in english
    easy = issue([card_of(snapshot(), words_of("easy"))], frame("easy"))[0]
    assert "ことばの ままです" in easy
    assert words_of("fr") is words_of("ja")


def test_what_is_not_said_is_not_invented() -> None:
    bare = snapshot(
        showings=(), expires_on=None, fee_yen=None, audience_text="", apply_text="",
        apply_by_at=None, place_name="",
    )  # fmt: skip
    card = card_of(bare, words_of("ja"))
    assert card.when == ("お知らせ",)
    assert card.fee.startswith("記載なし")
    assert card.audience == "どなたでも"
    assert card_of(snapshot(showings=(), expires_on=date(2026, 12, 1)), words_of("ja")).when == (
        "12月1日(火)まで",
    )
    assert card_of(snapshot(audience_text="", min_months=0, max_months=11), words_of("ja")).audience
    assert card_of(snapshot(fee_yen=1500), words_of("ja")).fee == "1,500円"


def test_nothing_to_say_is_nothing_to_send() -> None:
    assert issue([], frame()) == ("", "", "")


def test_a_snapshot_survives_json() -> None:
    for view in (snapshot(), filled("あ"), snapshot(showings=(), expires_on=date(2026, 12, 1))):
        assert Snapshot.from_json(json.loads(json.dumps(view.to_json()))) == view


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_voices_stand_in_the_bubble_and_in_the_mail(language: str) -> None:
    said = replace(frame(language), voices=(Voice("置き場がせまい", "6台分ひろげました"),))
    sent, plain, page = issue([card_of(snapshot(), words_of(language))], said)
    bubble = json.loads(sent)[0]["text"]
    for part in (bubble, plain, page):
        assert words_of(language).voices in part
        assert "6台分ひろげました" in part
    assert (
        words_of(language).voices
        not in issue([card_of(snapshot(), words_of(language))], frame(language))[1]
    )
