"""What stands around the cards of an issue, rendered once and put around any cards. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MARKS = ("\ue000\ue001", "\ue000\ue002", "\ue000\ue003")  # private use: no letter anybody writes
Render = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Around:
    """A template that only sets its cards one after another, taken apart."""

    head: str
    after: str
    end: str
    _rows: dict[str, str] = field(default_factory=dict)

    def put(self, cards: Sequence[str]) -> tuple[str, ...]:
        """The pieces of the issue with these cards, in order; together they are what rendering
        them would give. A card gives the same piece in every issue."""
        return (self.head, *[self._row(card) for card in cards], self.end)

    def _row(self, card: str) -> str:
        if card not in self._rows:
            self._rows[card] = f"{card}{self.after}"
        return self._rows[card]


def take_apart(render: Render) -> Around | None:
    """The template's parts; None when it does more with its cards than to set them in a row, each
    with the same behind it.
    """
    first, second, _ = MARKS
    head, found_first, rest = render(MARKS[:2]).partition(first)
    after, found_second, end = rest.partition(second)
    if not (found_first and found_second and end.startswith(after)):
        return None
    made = Around(head, after, end.removeprefix(after))
    is_a_row = all(render(MARKS[:count]) == "".join(made.put(MARKS[:count])) for count in (1, 3))
    return made if is_a_row else None
