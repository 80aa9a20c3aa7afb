"""What follows from words that the desk mended."""

from dataclasses import replace
from datetime import date

from notifier.editorial import read_again
from notifier.intake import DraftQuestion, ListingDraft
from notifier.kit.clock import TOKYO

TODAY = date(2026, 11, 20)
OLD = ListingDraft(
    title="おはなし会",
    audience_text="0歳児",
    min_months=0,
    max_months=11,
    fee_text="300円",
    fee_yen=300,
    capacity_text="10組",
    capacity=10,
    capacity_unit="組",
)


def mended(old: ListingDraft = OLD, **changes: object) -> ListingDraft:
    new = replace(old, **changes)  # type: ignore[arg-type]
    return read_again(old, new, today=TODAY, zone=TOKYO)


def test_ages_and_amounts_follow_the_words() -> None:
    new = mended(audience_text="1歳〜2歳", fee_text="無料", capacity_text="15人")
    assert (new.min_months, new.max_months) == (12, 35)
    assert new.fee_yen == 0
    assert (new.capacity, new.capacity_unit) == (15, "人")


def test_who_may_come_is_everybody_again() -> None:
    new = mended(audience_text="どなたでも")
    assert (new.min_months, new.max_months) == (None, None)


def test_what_the_person_set_beside_the_words_stays() -> None:
    new = mended(audience_text="ねんねの赤ちゃん", max_months=5, fee_text="500円", fee_yen=400)
    assert (new.min_months, new.max_months, new.fee_yen) == (0, 5, 400)


def test_audiences_ticked_by_hand_leave_the_months_to_the_words() -> None:
    new = mended(audience_text="1歳児", audiences=("father",))
    assert (new.min_months, new.max_months, new.audiences) == (12, 23, ("father",))


def test_words_taken_away_take_nothing_with_them() -> None:
    assert mended(audience_text="", fee_text="") == replace(OLD, audience_text="", fee_text="")


def test_unchanged_words_change_nothing() -> None:
    odd = replace(OLD, min_months=24, max_months=35)
    assert mended(odd, title="えほんの会") == replace(odd, title="えほんの会")


def test_the_words_close_the_question_about_them_alone() -> None:
    place = DraftQuestion("place_name", "どこで行いますか。")
    who, when = (
        DraftQuestion("audience_text", "だれが対象ですか。"),
        DraftQuestion("when", "いつ？"),
    )
    old = replace(OLD, questions=(place, who, when))
    assert mended(old, place_name="会館").questions == (who, when)
    assert mended(old, audience_text="1歳児").questions == (place, when)
