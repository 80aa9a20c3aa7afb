"""What one profile gets of an edition: by its wishes, or, of a notice, by what it was told."""

from collections.abc import Sequence

from notifier.editions.audience import ReaderProfile
from notifier.editions.hearing import Hearing
from notifier.editions.kinds import Kind
from notifier.editions.selection import Selection, select, select_told
from notifier.subscribers import ItemFacts


def choose(
    kind: Kind, facts: Sequence[ItemFacts], profile: ReaderProfile, hearing: Hearing | None
) -> Selection:
    """The items of ``profile``'s readers. Without a hearing nobody was told of anything."""
    known = hearing.known(profile.mark) if hearing is not None else frozenset()
    if kind.is_notice:
        return select_told(facts, known)
    return select(facts, profile.wishes, limit=kind.max_cards, known=known)
