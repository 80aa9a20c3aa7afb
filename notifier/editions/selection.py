"""Which items of an edition a reader gets, and in which order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifier.subscribers import ItemFacts, Wishes, match

DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Selection:
    """Listing ids a reader gets, those that matched but did not fit, and those told before."""

    chosen: tuple[int, ...]
    left_over: tuple[int, ...]
    known: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in the edition's order."""

    listing_id: int
    is_pinned: bool
    first_on: date | None
    position: int


def select(
    items: Sequence[ItemFacts],
    wishes: Wishes,
    *,
    limit: int = DEFAULT_LIMIT,
    known: frozenset[int] = frozenset(),
) -> Selection:
    """The first ``limit`` of the matching items, in the order given (see ``in_order``).

    ``known`` are items this reader was told of often enough; they make room for others. Nothing
    chosen means: this reader gets no message at all.
    """
    fitting = [item.listing_id for item in items if match(wishes, item).yes]
    wanted = [listing_id for listing_id in fitting if listing_id not in known]
    told = tuple(listing_id for listing_id in fitting if listing_id in known)
    return Selection(tuple(wanted[:limit]), tuple(wanted[limit:]), told)


def select_told(items: Sequence[ItemFacts], known: frozenset[int]) -> Selection:
    """For a notice: what this reader was told of, whatever the wishes are by now."""
    return Selection(tuple(item.listing_id for item in items if item.listing_id in known), ())


def in_order(places: Iterable[Place]) -> list[Place]:
    """Pinned first, then as they stand; ``position`` follows the date until staff move an item."""
    return sorted(places, key=lambda place: (not place.is_pinned, place.position))


def insert_by_date(standing: Sequence[Place], new: Iterable[Place]) -> list[int]:
    """Listing ids in order: the standing ones as staff left them, new ones put in by date.

    Items without a date (information) come after the dated ones.
    """
    order = sorted(standing, key=lambda place: place.position)
    for place in sorted(new, key=_by_date):
        before = next(
            (index for index, other in enumerate(order) if _by_date(other) > _by_date(place)),
            len(order),
        )
        order.insert(before, place)
    return [place.listing_id for place in order]


def _by_date(place: Place) -> tuple[bool, date, int]:
    return (place.first_on is None, place.first_on or date.max, place.listing_id)
