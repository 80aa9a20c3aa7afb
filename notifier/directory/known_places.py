"""What a hub calls its places: which one somebody's words mean, and how they read by the register.

Pure. Read once for a whole page of items.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from notifier.directory.names import best_name, head_of
from notifier.kit import text

_NUMBERED = re.compile(r"(?<=\d)(?:丁目|番地の?|番|号)")


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """``ids`` are {folded spelling: place id}, ``names`` and ``addresses`` {place id: as registered}."""

    ids: Mapping[str, int]
    names: Mapping[int, str]
    addresses: Mapping[int, str] = field(default_factory=dict)

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

    def other_address(self, words: str, address: str) -> str:
        """The register's address of the place ``words`` mean, when ``address`` says another.

        One that only says more, or less (the city left out), is the same.
        """
        known = self.addresses.get(self.find(words) or 0, "")
        one, other = plain_address(known), plain_address(address)
        return known if one and other and not (_within(one, other) or _within(other, one)) else ""

    def spelling(self, words: str) -> str | None:
        """The folded spelling ``words`` are, or begin with."""
        folded = text.fold(words)
        return best_name(folded, self.ids) if folded else None


def plain_address(address: str) -> str:
    """An address for comparing: 1丁目2番3号 is 1-2-3, and neither width nor spaces matter."""
    plain = "".join(text.searchable(address).split())
    return _NUMBERED.sub("-", plain).strip("-")


def _within(one: str, other: str) -> bool:
    """Whether ``other`` says what ``one`` says; 1-2 is not in 1-20."""
    _, found, rest = other.partition(one)
    return bool(found) and not (one[-1].isdigit() and rest[:1].isdigit())


def renamed(words: str, spelling: str, name: str) -> str:
    """``words`` that begin with the folded ``spelling``, beginning with ``name`` instead."""
    return name + words[len(head_of(words, spelling)) :]
