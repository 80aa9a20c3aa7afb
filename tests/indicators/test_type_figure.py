"""Typing a figure: once, again, and in the ways it is refused."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs import Hub
from notifier.indicators import TypedFigure, UnlikelyFigureError
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


@pytest.mark.parametrize(
    ("before", "typed", "sentence"),
    [
        ((), ("line_friends", "2026-11", 1_200), "2026年11月はまだ終わっていません（11月30日"),
        ((), ("site_page_views", "FY2026", 9), "2026年度（令和8年度）はまだ終わっていません"),
        (
            (("line_friends", "FY2024", 1_164),),
            ("line_friends", "FY2025", 11_640),
            "2024年度（令和6年度）のLINEの友だち数は 1,164人でした。今回は、その5倍より多く",
        ),
        (
            (("line_friends", "2026-08", 1_164), ("line_friends", "2026-09", 1_200)),
            ("line_friends", "2026-10", 120),
            "2026年9月のLINEの友だち数は 1,200人でした。今回は、その5分の1より少なく",
        ),
        (
            (("site_page_views", "2024-05", 900), ("site_page_views", "2024-06", 900)),
            ("site_page_views", "FY2024", 1_700),
            "入っている月の合計 1,800回 より",
        ),
        (
            (("site_page_views", "FY2024", 1_000), ("site_page_views", "2024-05", 900)),
            ("site_page_views", "2024-06", 900),
            "月の合計が、2024年度（令和6年度）の値 1,000回 をこえます",
        ),
    ],
)
def test_what_may_be_a_slip_is_asked_and_stored_only_when_confirmed(
    session: Session,
    type_in: Type,
    before: tuple[tuple[str, str, int], ...],
    typed: tuple[str, str, int],
    sentence: str,
) -> None:
    for one in before:
        type_in(*one)
    with pytest.raises(UnlikelyFigureError) as asked:
        type_in(*typed)
    assert sentence in str(asked.value)
    assert str(asked.value).endswith("まだ入れていません。")
    assert asked.value.field == "value"
    assert stored(session) == len(before)
    assert type_in(*typed, is_confirmed=True).value == typed[2]


def test_small_numbers_may_change_a_lot(type_in: Type) -> None:
    type_in("line_friends", "2026-09", 2)
    assert type_in("line_friends", "2026-10", 19).value == 19
    with pytest.raises(BadInputError, match="整数"):
        type_in("line_friends", "2026-10", -1, is_confirmed=True)
