"""Words are found however wide they were written or typed, on both databases."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as some
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.kit import text
from notifier.kit.search import Searchable, says

WRITTEN = "ﾍﾞﾋﾞｰﾏｯｻｰｼﾞ ＡＢＣ　ｃａｆé １２３－４５６ ５０%_\\ がく"


@pytest.mark.parametrize(
    "typed",
    [
        "ベビーマッサージ", "ﾏｯｻｰｼﾞ", "ビーマ", "abc", "ABC", "ａｂｃ", "Cafe\u0301", "123-456",
        "１２３−４５６", "123‐456", "50%_", "５０％", "\\", "か\u3099く",
    ],
)  # fmt: skip
def test_either_width_is_found_in_either(
    session: Session, hub: Hub, other_hub: Hub, typed: str
) -> None:
    hub.name, other_hub.name = WRITTEN, "別の名前"
    session.flush()
    assert session.scalars(select(Hub).where(says((Hub.slug, Hub.name), typed))).all() == [hub]


@pytest.mark.parametrize("typed", ["マッサー　ジ", "％％", "x", "12345", "ヘビー"])
def test_other_words_are_not(session: Session, hub: Hub, typed: str) -> None:
    hub.name, hub.slug = WRITTEN, "hub"
    session.flush()
    assert session.scalars(select(Hub).where(says((Hub.name,), typed))).all() == []


def test_what_is_not_there_holds_nothing(session: Session, hub: Hub) -> None:
    del hub
    assert session.scalar(select(Searchable(literal(None)))) is None


@drawing(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(some.sampled_from("ｱｶﾞﾊﾟｰＡｚ９0ガは－‐−～①㈱ 　"), max_size=12))
def test_the_database_and_the_program_have_one_form(session: Session, words: str) -> None:
    written = text.clean(words)
    assert session.scalar(select(Searchable(literal(written)))) == text.searchable(written)
