"""Chat lines as people write them, and what is understood."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.intake import ListingDraft, is_courtesy
from notifier.intake.reading.chat_words import cells_of
from notifier.intake.sources.line_message import (
    WHOLE,
    fill,
    named_field,
    next_question,
    photo_draft,
    read_message,
)
from notifier.kit.clock import say_span

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 20)
PLACES = ("西地区センター", "藤だな自治会館")


def read(words: str, **more: object) -> ListingDraft:
    return read_message(words, places=PLACES, today=TODAY, zone=TOKYO, **more)  # type: ignore[arg-type]


def spans(draft: ListingDraft) -> list[str]:
    return [say_span(one.starts_at, one.ends_at) for one in draft.occurrences]


@pytest.mark.parametrize(
    ("words", "title", "when", "place"),
    [
        (
            "12月5日(土)10時〜11時半 ベビーマッサージ 南センター 0歳児 無料",
            "ベビーマッサージ",
            "12月5日(土) 10:00–11:30",
            "南センター",
        ),
        (
            "ベビーマッサージ\n日時：12月5日(土)10:00〜11:30\n場所：みなみ地区センター 2階和室",
            "ベビーマッサージ",
            "12月5日(土) 10:00–11:30",
            "みなみ地区センター 2階和室",
        ),
        (
            "こんにちは。12月5日の10時から西地区センターで赤ちゃんひろばをやります。無料です。",
            "赤ちゃんひろば",
            "12月5日(土) 10:00",
            "西地区センター",
        ),
        (
            "１２／１２（土）　クリスマス会（親子）　藤だな自治会館　１３：３０～１５：００",
            "クリスマス会（親子）",
            "12月12日(土) 13:30–15:00",
            "藤だな自治会館",
        ),
        ("明日10時 おさんぽ会 さくら公園", "おさんぽ会", "11月21日(土) 10:00", "さくら公園"),
        (
            "【日時】12月5日(土) 10:00〜11:30\n【会場】うめ会館\nえほんの会です。",
            "えほんの会",
            "12月5日(土) 10:00–11:30",
            "うめ会館",
        ),
    ],
)
def test_what_when_and_where_are_read(words: str, title: str, when: str, place: str) -> None:
    draft = read(words)
    assert (draft.title, spans(draft)[0], draft.place_name) == (title, when, place)


def test_what_was_guessed_by_its_form_is_not_sure() -> None:
    draft = read("12月5日(土)10時 ベビーマッサージ 南センター")
    guessed = {one.field for one in draft.readings if not one.sure}
    assert {"title", "place_name"} <= guessed


def test_a_weekday_that_does_not_fit_is_asked_before_what_is_merely_missing() -> None:
    draft = read("12月5日(日)10時から ベビーマッサージ 南センター")
    ask = next_question(draft, frozenset())
    assert ask is not None
    assert "土曜日" in ask.message


@pytest.mark.parametrize(
    "words",
    [
        "子どもが夜泣きして困っています。どうしたらいいですか",
        "来週の件ですが、電話ください",
        "ベビーマッサージ",
    ],
)
def test_words_that_announce_nothing_name_nothing(words: str) -> None:
    draft = read(words)
    assert (draft.title, draft.kind, draft.occurrences, draft.body) == (
        "",
        "information",
        (),
        words,
    )
    assert [one.field for one in draft.questions] == [WHOLE]


def test_beside_a_photo_a_short_line_is_its_name() -> None:
    assert read("ベビーマッサージ", beside_photo=True).title == "ベビーマッサージ"


@pytest.mark.parametrize(
    "words", ["ありがとうございます", "お世話になっております。よろしくお願いします！"]
)
def test_courtesy_is_no_item(words: str) -> None:
    assert is_courtesy(words)
    assert not is_courtesy(f"{words} 12月5日")


def test_filling_overwrites_nothing() -> None:
    draft = fill(
        photo_draft(organiser="会"), "12月5日(土)10時 ベビーマッサージ", today=TODAY, zone=TOKYO
    )
    assert (draft.title, draft.kind, draft.organiser) == ("ベビーマッサージ", "event", "会")
    again = fill(draft, "12月6日(日)11時 別の会 うめ会館", today=TODAY, zone=TOKYO)
    assert (again.title, spans(again)) == ("ベビーマッサージ", spans(draft))
    assert again.place_name == "うめ会館"


def test_each_field_is_asked_once_and_in_the_order_of_need() -> None:
    draft, asked = read("12月5日(土)10時 ベビーマッサージ"), []
    while ask := next_question(draft, frozenset(asked)):
        asked.append(ask.field)
    assert asked == ["place_name", "audience_text", "fee_text", "apply_text"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("会場は北センターです", ("place_name", "北センター")),
        ("日時：12月6日(日)10時", ("when", "12月6日(日)10時")),
        ("どなたでも", None),
        ("会場：北センター\n費用：無料", None),
    ],
)
def test_a_line_that_names_its_field(words: str, named: tuple[str, str] | None) -> None:
    assert named_field(words) == named


@given(st.text(max_size=400))
def test_no_words_make_it_stumble(words: str) -> None:
    draft = read(words)
    assert ListingDraft.from_json(draft.to_json()) == draft
    next_question(fill(photo_draft(organiser=""), words, today=TODAY, zone=TOKYO), frozenset())


PIECES = st.sampled_from(
    ["12月5日(土)", "10時", "〜", "11時半", "南センター", "で", "0歳児", "無料", "\n", "　", "、", "ベビーの会",
     "毎週", "第2火曜", "日時：", "会場は", "要予約", "045-000-0002", "https://a.example.jp/x", "①", "明日", "（雨天中止）"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=16).map("".join))
def test_pieces_in_any_order_are_read_without_stumbling(words: str) -> None:
    cells = cells_of(words, places=PLACES)
    assert all(isinstance(one, str) for one in cells.values())
    read(words)


def test_a_list_of_items_is_asked_for_one_by_one() -> None:
    draft = read("12月の予定です\n5日(土)10時 おはなし会\n12日(土)10時 工作の会")
    ask = next_question(draft, frozenset())
    assert ask is not None
    assert "1つずつ" in ask.message
    assert [one[:9] for one in spans(draft)] == ["12月5日(土) ", "12月12日(土)"]


@pytest.mark.parametrize(
    "words",
    [
        "12月5日(土)10時\n12月12日(土)10時\nベビーマッサージ\nうめ会館",
        "ベビーマッサージ\n日時：12月5日(土)10時\n申込は12月1日まで",
    ],
)
def test_two_days_of_one_item_are_no_list(words: str) -> None:
    assert all("1つずつ" not in one.message for one in read(words).questions)


def test_labels_of_letters_are_known_in_a_talk_too() -> None:
    draft = read("◆日　時　12月5日(土)10時\n◆ところ　うめ会館\n◆持ってくるもの　タオル\nえほんの会")
    assert (draft.title, draft.place_name, draft.bring_text) == ("えほんの会", "うめ会館", "タオル")
