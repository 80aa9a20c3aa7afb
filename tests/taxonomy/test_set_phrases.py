"""Set phrases are said in every language without a translator, whole fields only."""

import pytest

from notifier.taxonomy import say_set_phrase
from notifier.web.desk.listing_cancel import REASONS


@pytest.mark.parametrize(
    ("field", "text", "english"),
    [
        ("apply_text", "申込不要", "No booking needed"),
        ("apply_text", "（申込不要・当日直接会場へ）", "No booking needed: just come"),
        ("apply_text", "なし", "No booking needed"),
        ("bring_text", "なし", "Nothing special"),
        ("bring_text", "不要。", "Nothing special"),
        ("audience_text", "どなたでも", "Everyone"),
        ("weather_text", "小雨決行・荒天中止", "Held in light rain, cancelled in rough weather"),
    ],
)
def test_a_set_phrase_is_said(field: str, text: str, english: str) -> None:
    assert say_set_phrase(field, text, "en") == english
    assert say_set_phrase(field, text, "easy") not in {"", english}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (
            "apply_text",
            "申込不要（2日目のみ要申込）",
        ),  # a phrase inside a sentence is not the sentence
        ("apply_text", "電話で"),
        ("title", "なし"),
        ("body", "予約不要"),
        ("apply_text", ""),
    ],
)
def test_everything_else_is_left_to_people(field: str, text: str) -> None:
    assert say_set_phrase(field, text, "en") == ""


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_the_desk_offers_is_said(reason: str) -> None:
    easy, english = (say_set_phrase("reason", reason, language) for language in ("easy", "en"))
    assert easy
    assert english.isascii()
    assert english


def test_japanese_stays_as_written() -> None:
    assert say_set_phrase("apply_text", "申込不要", "ja") == ""
