"""What must hold for every reader and every item."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notifier.subscribers import ItemFacts, Wishes, match, why

DISTRICTS = ["d1", "d2", "d3"]
THEMES = ["play", "lunch", "twins"]
MONTHS = [f"{year}-{month:02d}" for year in range(2020, 2028) for month in (1, 4, 7, 12)]


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


wishes = st.builds(
    Wishes, districts=some(DISTRICTS), birth_months=some(MONTHS), themes=some(THEMES)
)
ages = st.none() | st.integers(0, 84)
items = st.builds(
    ItemFacts,
    listing_id=st.just(1),
    district_keys=some(DISTRICTS),
    min_months=ages,
    max_months=ages,
    audiences=some(["pregnant", "father"]),
    themes=some(THEMES),
    on_dates=st.lists(st.dates(date(2026, 4, 1), date(2027, 3, 31)), min_size=1, max_size=3).map(
        tuple
    ),
    is_cancelled=st.booleans(),
)


@given(wishes, items, st.sampled_from(MONTHS))
def test_another_child_removes_nothing(w: Wishes, item: ItemFacts, month: str) -> None:
    if w.birth_months and match(w, item).yes:
        assert match(replace(w, birth_months=(*w.birth_months, month)), item).yes


@given(wishes, items, st.sampled_from(DISTRICTS), st.sampled_from(THEMES))
def test_another_district_or_theme_removes_nothing(
    w: Wishes, item: ItemFacts, district: str, theme: str
) -> None:
    if match(w, item).yes:
        if w.districts:
            assert match(replace(w, districts=(*w.districts, district)), item).yes
        if w.themes:
            assert match(replace(w, themes=(*w.themes, theme)), item).yes


@given(wishes, items)
def test_dropping_a_limit_removes_nothing(w: Wishes, item: ItemFacts) -> None:
    if match(w, item).yes:
        for wider in (
            replace(w, districts=()),
            replace(w, birth_months=()),
            replace(w, themes=()),
        ):
            assert match(wider, item).yes


@given(items)
def test_an_empty_wish_is_everything_but_cancelled(item: ItemFacts) -> None:
    assert match(Wishes(), item).yes is not item.is_cancelled


@given(wishes, items)
def test_order_and_doubles_never_matter(w: Wishes, item: ItemFacts) -> None:
    twisted = Wishes(
        districts=w.districts[::-1] * 2,
        birth_months=w.birth_months[::-1] * 2,
        themes=w.themes[::-1] * 2,
    )
    assert match(w, item).yes == match(twisted, item).yes
    assert w.key() == twisted.key()


@given(wishes, items)
def test_the_sentence_agrees(w: Wishes, item: ItemFacts) -> None:
    said = why(w, item, district_names={})
    assert said.endswith("届きました。" if match(w, item).yes else "届きません。")
