"""What a hub calls its places: which one somebody's words mean, and how they read by the register.

Pure. Read once for a whole page of items.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from notifier.directory.names import best_name, head_of
from notifier.kit import text


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """``ids`` are {folded spelling: place id}, ``names`` {place id: the register's own name}."""

    ids: Mapping[str, int]
    names: Mapping[int, str]

    def find(self, words: str) -> int | None:
        """The place known by these words, or by what they begin with."""
        spelling = self.spelling(words)
        return self.ids[spelling] if spelling else None

    def corrected(self, words: str) -> str:
        """``words`` with another spelling of a place replaced by its name; the room stays.

        The name itself, in whatever width it was written, is left as it is.
        """
        spelling = self.spelling(words)
        if spelling is None:
            return words
        name = self.names[self.ids[spelling]]
        return words if text.fold(name) == spelling else renamed(words, spelling, name)

    def spelling(self, words: str) -> str | None:
        """The folded spelling ``words`` are, or begin with."""
        folded = text.fold(words)
        return best_name(folded, self.ids) if folded else None


def renamed(words: str, spelling: str, name: str) -> str:
    """``words`` that begin with the folded ``spelling``, beginning with ``name`` instead."""
    return name + words[len(head_of(words, spelling)) :]
