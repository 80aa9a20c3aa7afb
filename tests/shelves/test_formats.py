"""Every format against what people hand in: the worst texts, every language, every limit."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from notifier.editions.card import Card, Frame, card_of
from notifier.editions.formats import html, line, notice, text
from notifier.editions.set_voices import Voice
from notifier.editions.snapshot import Showing, Snapshot, without
from notifier.editions.words import LANGUAGES, words_of
from notifier.kit.text import utf16_len
from notifier.simulator import rules

FOLDER = "editions/weekly"
SCRIPT = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>"
START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8000/r/abcdefgh"


def snapshot(**changes: object) -> Snapshot:
    values: dict[str, Any] = {
        "listing_id": 1,
        "listing_version": 1,
        "kind": "event",
        "title": "ベビーマッサージ",
        "public_url": "http://127.0.0.1:8000/nishi/events/1",
        "timezone": "Asia/Tokyo",
        "told_on": date(2026, 11, 21),
        "showings": (Showing(START, START + timedelta(minutes=90), all_day=False),),
        "place_name": "第1地区会館",
        "audience_text": "0歳児と保護者",
        "fee_yen": 0,
        "apply_text": "電話で",
        "apply_by_at": START - timedelta(days=1),
        "outlets": ("web", "line", "email"),
    }
    return Snapshot(**(values | changes))


def filled(words: str) -> Snapshot:
    """The same long text in every field a sender can write."""
    fields = ("title", "organiser", "body", "place_name", "place_address", "audience_text",
              "fee_text", "apply_text", "bring_text", "weather_text", "contact_public")  # fmt: skip
    days = tuple(
        Showing(START + timedelta(days=n), START + timedelta(days=n + 1), all_day=False)
        for n in range(9)
    )
    return snapshot(**dict.fromkeys(fields, words), showings=days)


def frame(language: str = "ja", words: str = "") -> Frame:
    return Frame(
        hub_name="西区地域子育て支援拠点",
        title=words or "11月21日号 今週のおでかけ",
        greeting=words or "こんにちは。",
        calendar_url="http://127.0.0.1:8000/nishi/",
        sender="西区 <news@example.jp>",
        postal_address="神奈川県横浜市（練習用の住所）",
        contact="045-000-0000",
        words=words_of(language),
        voices=tuple(Voice(said=words[:80], did=words[:160]) for _ in range(2 if words else 0)),
    )


def issue(cards: list[Card], one: Frame) -> tuple[str, str, str]:
    words = one.words
    return (
        line.issue(one, cards, [line.card(card, URL, words) for card in cards]),
        text.issue(one, [text.card(c, URL, words, folder=FOLDER) for c in cards], folder=FOLDER),
        html.issue(one, [html.card(c, URL, words, folder=FOLDER) for c in cards], folder=FOLDER),
    )


WORST = {
    "kana": "あ" * 300,
    "emoji": "👨‍👩‍👧‍👦🎉" * 60,
    "surrogates": "𠮷" * 300,
    "script": SCRIPT * 6,
    "quotes": '"\\\n' * 150,
    "braces": "{0}{{ x }}{% raw %}%%SETTINGS_URL%%" * 10,
    "one": "あ",
}


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


def schema_accepts(body: dict[str, Any]) -> None:
    """LINE's published schema, closed; only where the real inputs are at hand."""
    inputs = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not inputs:
        return
    from openapi_core.testing import MockRequest

    openapi().validate_request(
        MockRequest(
            "https://api.line.me",
            "post",
            "/v2/bot/message/multicast",
            headers={
                "Authorization": "Bearer x",
                "X-Line-Retry-Key": "123e4567-e89b-12d3-a456-426614174000",
            },
            data=json.dumps(body).encode(),
            content_type="application/json",
        )
    )


_OPENAPI: list[Any] = []


def openapi() -> Any:
    """The schema, read once."""
    if not _OPENAPI:
        from openapi_core import OpenAPI

        folder = Path(os.environ["NOTIFIER_REAL_INPUTS"]).parent / "common" / "schemas"
        _OPENAPI.append(
            OpenAPI.from_file_path(str(folder / "line-openapi" / "messaging-api.strict.yml"))
        )
    return _OPENAPI[0]


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
