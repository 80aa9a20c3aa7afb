"""Running text: labelled lines are cells, dates in sentences are read and asked."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.intake import ListingDraft
from notifier.intake.reading import Reference
from notifier.intake.reading.told import label_of, read_told

ZONE = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 20)


def read(text: str, title: str = "おはなし会") -> ListingDraft:
    return read_told(text, title=title, reference=Reference(TODAY), zone=ZONE)


def days(draft: ListingDraft) -> list[str]:
    return [f"{one.starts_at.astimezone(ZONE):%m-%d %H:%M}" for one in draft.occurrences]


def asked(draft: ListingDraft) -> set[str]:
    return {question.field for question in draft.questions}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("【日時】12月5日", "date"),
        ("日時：12月5日", "date"),
        ("・日時: 12月5日", "date"),
        ("■日　時　12月5日", "date"),
        ("日　時　　12月5日", "date"),
        ("＜会場＞南会館", "place"),
        ("① 場所：南会館", "place"),
        ("2. 参加費：無料", "fee"),
        ("■対象", "audience"),
        ("対象　0歳児", "audience"),
        ("持ち物：タオル", "bring"),
        ("◆申込み・問合せ◆　事務局まで", ""),
        ("●お申し込み：不要", "apply"),
        ("お名前：山田", "contact_person"),
        ("12:00 から始めます", ""),
        ("https://example.jp/a", ""),
        ("対象 年齢はありません", ""),
        ("楽しい会です", ""),
        ("", ""),
    ],
)
def test_labels(line: str, field: str) -> None:
    assert label_of(line) == field


def test_a_letter_with_labels_needs_no_question() -> None:
    draft = read(
        "絵本を読みます。\n\n【日時】12月5日(土) 10:00～11:00\n【場所】西地区センター\n"
        "【対象】0歳児と保護者\n【参加費】無料\n【持ち物】タオル\n"
    )
    assert days(draft) == ["12-05 10:00"]
    assert (draft.title, draft.place_name, draft.fee_yen, draft.bring_text) == (
        "おはなし会", "西地区センター", 0, "タオル",
    )  # fmt: skip
    assert (draft.min_months, draft.max_months) == (0, 11)
    assert draft.body == "絵本を読みます。"
    assert draft.questions == ()


def test_what_is_said_below_its_label() -> None:
    draft = read("■日時\n12月9日(水)\n10時～11時30分\n■場所\nみなみ集会所\n\n手遊びをします。")
    assert days(draft) == ["12-09 10:00"]
    assert draft.place_name == "みなみ集会所"
    assert draft.body == "手遊びをします。"


def test_an_indented_line_goes_on() -> None:
    assert days(read("日時：12月9日(水)\n　　　10:00～11:30\n場所：集会所")) == ["12-09 10:00"]


def test_a_date_in_a_sentence_is_read_and_asked() -> None:
    draft = read("12月5日(土)の10時から、南会館でおはなし会をします。")
    assert days(draft) == ["12-05 10:00"]
    assert {"when", "place_name", "audience_text"} <= asked(draft)
    assert any("文章から" in one.message for one in draft.questions)
    assert not any(one.sure for one in draft.readings if one.field == "when")


def test_a_deadline_in_a_sentence_is_no_date() -> None:
    assert days(read("11月30日までにお返事をください。掲載の締切は12月1日です。")) == []


def test_two_items_in_one_letter_are_asked() -> None:
    draft = read("行事名：ヨガ\n日時：12月3日(木) 10時\n\n行事名：体操\n日時：12月10日(木) 10時")
    assert any("2つ以上" in one.message for one in draft.questions)
    same = read("日時：12月3日(木) 10時\n会場：A\n日時：12月3日(木) 10時\n会場：A")
    assert not any("2つ以上" in one.message for one in same.questions)


def test_nothing_but_a_title_asks_for_the_rest() -> None:
    assert {"when", "place_name", "audience_text"} <= asked(read("ちらしを送ります。"))
    assert "title" in asked(read("", title=""))


def test_own_title_counts_more_than_the_hint() -> None:
    assert read("行事名：冬のつどい\n日時：12月5日(土) 10時").title == "冬のつどい"


@given(st.text(alphabet="【】日時場所：:\n 　・12月5/～土()（）", max_size=200))
def test_nothing_raises(text: str) -> None:
    assert isinstance(read(text), ListingDraft)
