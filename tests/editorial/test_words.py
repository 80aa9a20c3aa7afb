"""What stands beside our reading is said in people's words, never in the keys of a form."""

import pytest

from notifier.editorial.originals import original_rows
from notifier.editorial.words import say_reading
from notifier.intake.reading.ages import read_audience, say_audience


def test_the_boxes_of_our_form_are_named_as_on_the_form() -> None:
    fields = {
        "place_name": "公園",
        "date_1": "2026-11-25",
        "start_1": "10:00",
        "kind": "information",
        "themes": "play;twins",
        "outlets": "web;line",
    }
    assert original_rows({"fields": fields}) == (
        ("会場", "公園"),
        ("日にち 1", "2026-11-25"),
        ("始まり 1", "10:00"),
        ("種類", "お知らせ"),
        ("テーマ", "あそび・ひろば、ふたご・みつご"),
        ("載せる先", "ホームページ、LINE"),
    )


def test_a_column_a_person_named_keeps_its_name_and_words() -> None:
    assert original_rows({"行事名": "おはなし会", "play": "play"}) == (
        ("行事名", "おはなし会"),
        ("play", "play"),
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("when", "11月25日(水)", ("日時", "11月25日(水)")),
        ("fee_text", "0", ("費用", "無料")),
        ("fee", "1200", ("費用", "1,200円")),
        ("fee_text", "", ("費用", "")),
    ],
)
def test_a_reading_is_named_like_its_field(field: str, value: str, said: tuple[str, str]) -> None:
    assert say_reading(field, value) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("どなたでも", "年齢の指定なし"),
        ("1歳〜3歳", "1歳〜3歳11か月"),
        ("2歳の子と父親", "2歳〜2歳11か月、お父さん"),
    ],
)
def test_an_age_is_said_as_an_age(words: str, said: str) -> None:
    assert say_audience(read_audience(words)) == said
