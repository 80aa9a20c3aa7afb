"""The sieve gives what ``match`` gives, for any wishes and items."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notifier.subscribers import ItemFacts, Sieve, Wishes, match

DISTRICTS, THEMES = ("d1", "d2", "d3"), ("play", "health")
MONTHS = ("2022-04", "2025-11", "2026-12", "2027-03")
AUDIENCES = ("pregnant", "parents")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


ages = st.none() | st.integers(0, 60)
items = st.lists(
    st.builds(
        ItemFacts,
        listing_id=st.integers(1, 10_000),
        district_keys=some(DISTRICTS),
        min_months=ages,
        max_months=ages,
        audiences=some(AUDIENCES),
        themes=some(THEMES),
        on_dates=st.lists(st.dates(date(2026, 11, 1), date(2026, 12, 31)), max_size=2).map(tuple),
        is_cancelled=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda item: item.listing_id,
)
wishes = st.builds(
    Wishes, districts=some(DISTRICTS), birth_months=some(MONTHS), themes=some(THEMES)
)


@given(offered=items, readers=st.lists(wishes, min_size=1, max_size=5))
def test_what_is_wanted_is_what_matches(offered: list[ItemFacts], readers: list[Wishes]) -> None:
    sieve = Sieve(offered)
    for one in [*readers, *readers]:  # the second time from what is known
        assert sieve.wanted(one) == tuple(
            item.listing_id for item in offered if match(one, item).yes
        )
