"""An item as it will be published: its place named as the register of places names it. Pure."""

from dataclasses import replace

from notifier.directory import KnownPlaces
from notifier.intake import ListingDraft


def by_register(draft: ListingDraft, known: KnownPlaces) -> ListingDraft:
    """``draft`` with another spelling of a known place replaced by its name; the room stays.

    Whoever compares an item with what is published compares this: another spelling is no change.
    """
    return replace(draft, place_name=known.corrected(draft.place_name))
