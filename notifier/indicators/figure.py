"""What a figure is: a value that says where it comes from and opens the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from notifier.engagement import LEAST_SHOWN, shown
from notifier.hubs import Hub
from notifier.indicators.period import Period

Nature = Literal["stock", "flow"]
ListOf = Literal[
    "listing",
    "submission",
    "friend",
    "group",
    "district",
    "edition",
    "question",
    "opinion",
    "place",
    "placement",
]
SMALL_CELL = LEAST_SHOWN
OVERALL = "*"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list behind a figure: the id counted and words to recognise it by."""

    id: int
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One cell (a district, a way of receipt) and the rows it was taken from.

    ``value`` is set only where the cell is not a count of its rows (a median, a sum of taps).
    ``is_taps``: the cell is about readers' taps and is hidden below twenty. ``veil``: what is said
    instead of a number that could point at people (see ``veil``). ``unit`` where the cell has
    another one than the figure (a share).
    """

    key: str
    name: str
    rows: tuple[ListRow, ...] = field(repr=False)
    value: float | None = None
    is_taps: bool = False
    veil: str = ""
    unit: str = ""

    @property
    def measured(self) -> float:
        """The figure itself: the number of rows unless a value of its own was measured.

        For people ``said`` is meant: this one knows the small numbers too.
        """
        return len(self.rows) if self.value is None else self.value

    @property
    def is_hidden(self) -> bool:
        """Whether the figure is too small to be shown."""
        return bool(self.veil) or (self.is_taps and self.measured < SMALL_CELL)

    @property
    def said(self) -> str:
        """「1,164」, 「2.5」, and 「20未満」 where a smaller number could point at a person."""
        if self.veil:
            return self.veil
        if self.is_taps:
            return shown(round(self.measured))
        return f"{self.measured:,}"


def overall(parts: tuple[Part, ...]) -> Part | None:
    """All the rows of several counted parts, each once; ``None`` where a sum would say nothing."""
    if len(parts) < 2 or any(part.value is not None for part in parts):  # noqa: PLR2004 - several
        return None
    rows = {row.id: row for part in parts for row in part.rows}
    return Part(OVERALL, "全体（重なりをのぞく）", tuple(rows[key] for key in sorted(rows)))


class Indicator(Protocol):
    """One file of the catalogue."""

    KEY: str
    QUESTION: str
    NAME: str
    UNIT: str
    DEFINITION: str
    SOURCE: str
    NATURE: Nature
    VIEWPOINT: str
    LIST_OF: ListOf
    measure: Callable[[Session, Hub, Period], list[Part]]
