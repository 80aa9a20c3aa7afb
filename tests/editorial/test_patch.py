"""An answer patches the field it was asked about."""

from dataclasses import replace

from notifier.editorial.patch import patch
from notifier.intake import DraftQuestion
from tests.editorial.conftest import DRAFT


def test_words_take_the_answer_and_the_question_closes() -> None:
    asked = replace(DRAFT, place_name="", questions=(DraftQuestion("place_name", "どこですか"),))
    patched = patch(asked, "place_name", "公園の集会所")
    assert patched.place_name == "公園の集会所"
    assert patched.questions == ()
    assert patched.readings[-1].words == "公園の集会所"


def test_a_date_is_put_in_by_a_person() -> None:
    asked = replace(DRAFT, questions=(DraftQuestion("when_text", "何時ですか"),))
    patched = patch(asked, "when_text", "10時です")
    assert patched.occurrences == DRAFT.occurrences
    assert patched.questions == asked.questions
    assert patched.readings[-1].value == "10時です"


def test_an_answer_is_taken_once() -> None:
    once = patch(DRAFT, "fee_text", "100円")
    assert patch(replace(once, fee_text="直した"), "fee_text", "100円").fee_text == "直した"
    assert patch(DRAFT, "fee_text", "") == DRAFT
