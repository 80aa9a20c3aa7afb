"""What a figure is: a value that says where it comes from and opens the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.period import Period

Nature = Literal["stock", "flow"]
SMALL_CELL = 20


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
    """

    key: str
    name: str
    rows: tuple[ListRow, ...] = field(repr=False)
    value: float | None = None

    @property
    def shown(self) -> float:
        """The figure itself: the number of rows unless a value of its own was measured."""
        return len(self.rows) if self.value is None else self.value


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
    measure: Callable[[Session, Hub, Period], list[Part]]
