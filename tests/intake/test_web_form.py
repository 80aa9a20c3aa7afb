"""The form's words are read as a person would; what is not sure or not said is asked."""

from datetime import date

import pytest

from notifier.intake import ListingDraft, read_form
from notifier.kit.clock import TOKYO, say_span

TODAY = date(2026, 11, 20)
BASE = {"title": "おはなし会", "place_name": "地区センター", "audience_text": "0歳児とママ"}


def read(**fields: str) -> ListingDraft:
    return read_form(BASE | fields, today=TODAY, zone=TOKYO)


def spans(draft: ListingDraft) -> list[str]:
    return [say_span(one.starts_at, one.ends_at) for one in draft.occurrences]


def test_a_sentence_of_a_series_is_laid_out() -> None:
    draft = read(when_text="毎月第2・第4土曜 10時半〜12時 8月休み", fee_text="親子500円")
    assert spans(draft)[:2] == ["11月28日(土) 10:30–12:00", "12月12日(土) 10:30–12:00"]
    assert draft.recurrence["skip_months"] == [8]
    assert (draft.min_months, draft.max_months, draft.fee_yen) == (0, 11, 500)
    assert draft.questions == ()
    assert draft.when_text == "毎月第2・第4土曜 10時半〜12時 8月休み"


def test_a_short_date_is_read_without_its_year() -> None:
    assert spans(read(when_text="12/5(土)10:00-11:30")) == ["12月5日(土) 10:00–11:30"]


def test_rows_are_dates() -> None:
    draft = read(
        date_1="2026-12-05", start_1="10:00", end_1="11:30", date_2="2026-12-12", start_2="13:00"
    )
    assert spans(draft) == ["12月5日(土) 10:00–11:30", "12月12日(土) 13:00"]


def test_a_row_and_a_rule_begin_the_series_at_the_row() -> None:
    draft = read(date_1="2026-12-12", start_1="10:00", end_1="11:30", when_text="毎月第2・第4土曜")
    assert spans(draft)[0] == "12月12日(土) 10:00–11:30"
    assert draft.recurrence["from"] == "2026-12-12"
    assert len(draft.occurrences) > 3


def test_a_row_that_disagrees_with_the_words_is_asked() -> None:
    draft = read(date_1="2026-12-13", start_1="10:00", end_1="11:00", when_text="12月12日(土)")
    assert "日にちが合いません" in draft.questions[0].message


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date_1": "2026-12-13"}, "時刻が書かれていません"),
        ({"date_1": "2026-12-13", "start_1": "11:00", "end_1": "10:00"}, "終わりの時刻"),
        ({}, "いつですか"),
        ({"when_text": "12月9日"}, "何時から"),
        ({"when_text": "12/5(日)10:00-11:30"}, "曜日"),
        ({"when_text": "12月5日 10時〜11時", "fee_text": "調査中"}, "費用"),
        ({"when_text": "12月5日 10時〜11時", "contact_public": "090-1234-5678"}, "携帯電話"),
        ({"when_text": "12月5日 10時〜11時", "apply_by": "来週"}, "読めませんでした"),
    ],
)
def test_what_is_not_sure_is_asked(fields: dict[str, str], words: str) -> None:
    messages = [question.message for question in read(**fields).questions]
    assert any(words in message for message in messages), messages


def test_the_four_things_an_item_cannot_start_without_are_asked() -> None:
    draft = read_form({}, today=TODAY, zone=TOKYO)
    assert [one.field for one in draft.questions] == [
        "title",
        "when",
        "place_name",
        "audience_text",
    ]


def test_whenever_is_information() -> None:
    assert read(when_text="随時").kind == "information"


def test_the_running_text_fills_empty_boxes() -> None:
    draft = read(when_text="12月5日 10時〜11時", body="持ち物：タオル\n雨天中止")
    assert (draft.bring_text, draft.weather_text) == ("タオル", "雨天中止")


def test_html_stays_text_and_keys_are_keys() -> None:
    draft = read(title="<script>alert(1)</script>", outlets="web;line", districts="d1;d2")
    assert draft.title == "<script>alert(1)</script>"
    assert draft.outlets == ("web", "line")
    assert draft.district_keys == ("d1", "d2")
