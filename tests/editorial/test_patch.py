"""An answer patches the field it was asked about."""

from dataclasses import replace
from datetime import date

import pytest

from notifier.editorial.patch import patch as patch_on
from notifier.intake import DraftQuestion, ListingDraft
from notifier.kit.clock import TOKYO
from tests.editorial.conftest import DRAFT

TODAY = date(2026, 11, 20)


def patch(draft: ListingDraft, field: str, answer: str) -> ListingDraft:
    return patch_on(draft, field, answer, today=TODAY, zone=TOKYO)


def test_words_take_the_answer_and_the_question_closes() -> None:
    asked = replace(DRAFT, place_name="", questions=(DraftQuestion("place_name", "どこですか"),))
    patched = patch(asked, "place_name", "公園の集会所")
    assert patched.place_name == "公園の集会所"
    assert patched.questions == ()
    assert patched.readings[-1].words == "公園の集会所"


def test_an_amount_and_an_age_are_read_from_the_answer() -> None:
    asked = replace(DRAFT, fee_text="", fee_yen=None, audience_text="", min_months=None)
    assert patch(asked, "fee_text", "500円").fee_yen == 500
    aged = patch(asked, "audience_text", "1歳児")
    assert (aged.audience_text, aged.min_months, aged.max_months) == ("1歳児", 12, 23)
    assert patch(asked, "capacity_text", "10組").capacity == 10


def test_an_answer_that_answers_nothing_is_asked_about_again() -> None:
    asked = replace(DRAFT, questions=(DraftQuestion("fee_text", "いくらですか"),))
    (again,) = patch(asked, "fee_text", "未定").questions
    assert again.field == "fee_text"
    assert again.message != "いくらですか"


@pytest.mark.parametrize("field", ["when", "when_text"])
def test_a_sure_date_is_put_in(field: str) -> None:
    asked = replace(DRAFT, occurrences=(), questions=(DraftQuestion(field, "いつですか"),))
    patched = patch(asked, field, "12月5日(土) 10時から11時30分")
    (row,) = patched.occurrences
    assert row.starts_at.astimezone(TOKYO).isoformat() == "2026-12-05T10:00:00+09:00"
    assert (patched.questions, patched.when_text) == ((), "12月5日(土) 10時から11時30分")
    doubt = patch(asked, field, "12月5日(日) 10時")  # a Saturday
    assert doubt.occurrences == ()
    (left,) = doubt.questions
    assert "土曜日です" in left.message, "what is doubtful now is what is asked"
    assert patch(asked, field, "そのうちに").questions == asked.questions


def test_an_hour_joins_the_day_that_was_said_before() -> None:
    asked = replace(DRAFT, occurrences=(), questions=(DraftQuestion("when", "いつですか"),))
    day = patch(asked, "when", "12月5日です")
    assert "何時から" in day.questions[0].message
    both = patch(day, "when", "10時から11時30分")
    assert (both.questions, len(both.occurrences)) == ((), 1)


def test_a_notice_has_no_day() -> None:
    asked = replace(DRAFT, occurrences=(), questions=(DraftQuestion("when", "いつですか"),))
    patched = patch(asked, "when", "日にちのないお知らせ")
    assert (patched.kind, patched.questions) == ("information", ())


def test_a_date_in_doubt_is_put_in_by_a_person() -> None:
    asked = replace(DRAFT, questions=(DraftQuestion("when_text", "何時ですか"),))
    patched = patch(asked, "when_text", "10時です")
    assert patched.occurrences == DRAFT.occurrences
    assert patched.questions == asked.questions
    assert patched.readings[-1].value == "10時です"


def test_an_answer_is_taken_once() -> None:
    once = patch(DRAFT, "fee_text", "100円")
    assert patch(replace(once, fee_text="直した"), "fee_text", "100円").fee_text == "直した"
    assert patch(DRAFT, "fee_text", "") == DRAFT
