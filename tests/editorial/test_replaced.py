"""What a correction replaced is given back, unless it was changed once more since."""

from dataclasses import replace
from datetime import timedelta

from notifier.editorial.replaced import both_ways, given_back, replaced
from notifier.intake import OccurrenceDraft
from tests.editorial.conftest import DRAFT

FIRST = DRAFT.occurrences[0]
WEEKS = [
    OccurrenceDraft(FIRST.starts_at + timedelta(weeks=number), None, note="") for number in range(3)
]


def test_only_what_was_replaced_comes_back() -> None:
    before = replace(DRAFT, themes=("play",))
    after = replace(before, fee_text="500円", themes=())
    found = replaced(before, after)
    assert set(found) == {"fee_text", "themes"}
    since = replace(after, place_name="新しい会館")
    assert given_back(since, found) == replace(before, place_name="新しい会館")
    assert both_ways(since, found)[0].fee_text == "無料"
    assert replaced(before, before) == {}


def test_dates_come_back_though_one_was_called_off_since() -> None:
    before = replace(DRAFT, occurrences=(FIRST,))
    after = replace(DRAFT, occurrences=tuple(WEEKS[1:]))
    found = replaced(before, after)
    assert given_back(replace(after, occurrences=(WEEKS[2],)), found).occurrences == (FIRST,)
    moved = replace(after, occurrences=(replace(WEEKS[1], note="時間が変わりました"),))
    assert given_back(moved, found).occurrences == moved.occurrences, "changed once more"
