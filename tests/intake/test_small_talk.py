"""What says nothing, and what says something after all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.intake import has_no_value, is_courtesy, is_nod, without_ending


@pytest.mark.parametrize("words", ["はい", "はーい！", "了解しました。", "ＯＫ", "👍", "？？", "…"])
def test_a_nod(words: str) -> None:
    assert is_nod(words)
    assert has_no_value(words)


@pytest.mark.parametrize("words", ["いいえ", "わかりません", "分からないです。", "不明"])
def test_no_value_and_yet_no_nod(words: str) -> None:
    assert has_no_value(words)
    assert not is_nod(words)


@pytest.mark.parametrize(
    "words", ["無料", "なし", "未定", "0円", "はい、電話で", "OK牧場", "南センター", "不要"]
)
def test_a_value(words: str) -> None:
    assert not has_no_value(words)


@pytest.mark.parametrize(
    "words",
    [
        "ありがとう！",
        "ありがとうございました😊",
        "よろしくお願いします🙇‍♀️",
        "どうもありがとうございます♪",
        "すみません",
        "お世話になります。",
    ],
)
def test_courtesy(words: str) -> None:
    assert is_courtesy(words)
    assert not is_courtesy(f"{words} 会場が変わります")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("南センターです", "南センター"),
        ("南センターで行います。", "南センター"),
        ("ベビーマッサージをやります！", "ベビーマッサージ"),
        ("500円になります", "500円"),
        ("です", "です"),
        ("おりがみであそぼう", "おりがみであそぼう"),
    ],
)
def test_the_ending_of_a_sentence_is_no_part_of_a_name(said: str, held: str) -> None:
    assert without_ending(said) == held


@given(st.text(max_size=200))
def test_any_words_are_taken(words: str) -> None:
    assert isinstance(is_courtesy(words) or is_nod(words) or has_no_value(words), bool)
    assert bool(without_ending(words)) is bool(words)
