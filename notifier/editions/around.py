"""What stands around the cards of an issue, rendered once and put around any cards. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MARKS = ("\ue000\ue001", "\ue000\ue002", "\ue000\ue003")  # private use: no letter anybody writes
Render = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Around:
    """A template that only sets its cards one after another, taken apart."""

    head: str
    between: str
    end: str

    def put(self, cards: Sequence[str]) -> str:
        """The issue with these cards; as rendering them would give."""
        return f"{self.head}{self.between.join(cards)}{self.end}"


def take_apart(render: Render) -> Around | None:
    """The template's parts; None when it does more with its cards than to set them in a row."""
    first, second, _ = MARKS
    head, found_first, rest = render(MARKS[:2]).partition(first)
    between, found_second, end = rest.partition(second)
    if not (found_first and found_second):
        return None
    made = Around(head, between, end)
    is_a_row = all(render(MARKS[:count]) == made.put(MARKS[:count]) for count in (1, 3))
    return made if is_a_row else None
