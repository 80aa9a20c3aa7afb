"""Typing a figure: once, again, and in the ways it is refused."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs import Hub
from notifier.indicators import TypedFigure
from notifier.kit.errors import BadInputError
from tests.indicators.conftest import Type


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(TypedFigure)) or 0


def test_typing_again_replaces_and_the_trail_says_both(
    session: Session, hub: Hub, type_in: Type
) -> None:
    first = type_in("line_friends", "FY2024", 1_146, note="管理画面")
    again = type_in("line_friends", "ＦＹ２０２４", 1_164)
    assert (again.id, again.value, again.note, again.typed_by) == (first.id, 1_164, "", "編集担当A")
    assert stored(session) == 1
    sentences = [entry.sentence for entry in audit.latest(session, hub.id)]
    assert (
        "編集担当Aが2024年度（令和6年度）のLINEの友だち数を入力しました（1,146人）。" in sentences
    )
    assert (
        "編集担当Aが2024年度（令和6年度）のLINEの友だち数を入力しました（1,146 → 1,164人）。"
        in sentences
    )


def test_each_hub_types_its_own(session: Session, hub: Hub, other_hub: Hub, type_in: Type) -> None:
    type_in("line_friends", "2026-10", 1, of=hub)
    type_in("line_friends", "2026-10", 2, of=other_hub)
    assert stored(session) == 2


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (("friends", "FY2024", 1), "key", "「friends」という数字はありません"),
        (("line_friends", "2026-12", 1), "period", "2026年12月はまだ始まっていません"),
        (("line_friends", "FY2027", 1), "period", "2027年度（令和9年度）はまだ始まっていません"),
        (("line_friends", "2026-13", 1), "period", "2025-02"),
        (("line_friends", "来年度", 1), "period", "「来年度」を読めません"),
        (("line_friends", "FY1999", 1), "period", "FY2024 の形"),
        (("line_friends", "2026-10", -1), "value", "0 から 100,000,000 まで"),
        (("line_friends", "2026-10", 100_000_001), "value", "整数"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_stored(
    session: Session,
    hub: Hub,
    type_in: Type,
    typed: tuple[str, str, int],
    field: str,
    sentence: str,
) -> None:
    with pytest.raises(BadInputError, match=sentence) as refused:
        type_in(*typed)
    assert refused.value.field == field
    assert stored(session) == 0
    assert not audit.latest(session, hub.id)


def test_a_note_is_one_line_of_at_most_200_letters(session: Session, type_in: Type) -> None:
    assert type_in("line_friends", "2026-10", 1, note=" a\nb ").note == "a b"
    with pytest.raises(BadInputError, match="200文字") as refused:
        type_in("line_friends", "2026-10", 1, note="あ" * 201)
    assert refused.value.field == "note"
