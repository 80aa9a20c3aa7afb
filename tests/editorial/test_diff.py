"""Field by field, old → new, in words."""

from dataclasses import replace

from notifier.editorial.diff import diff
from tests.editorial.conftest import DRAFT


def test_a_change_says_both_values() -> None:
    (change,) = diff(DRAFT, replace(DRAFT, place_name="公園"))
    assert (change.label, change.old, change.new) == ("会場", "地区センター", "公園")


def test_dates_and_fees_are_said_as_people_say_them() -> None:
    moved = replace(DRAFT, occurrences=(), fee_yen=1500)
    said = {change.field: (change.old, change.new) for change in diff(DRAFT, moved)}
    assert said == {
        "occurrences": ("11月28日(土) 10:00–11:30", ""),
        "fee_yen": ("無料", "1,500円"),
    }


def test_the_same_draft_has_no_difference() -> None:
    assert diff(DRAFT, DRAFT) == ()


def test_keys_in_another_order_are_no_difference() -> None:
    one, other = (replace(DRAFT, outlets=keys) for keys in (("web", "line"), ("line", "web")))
    assert diff(one, other) == ()
