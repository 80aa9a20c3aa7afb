"""Count a figure over a period; the list behind it travels with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import OVERALL, Indicator, ListOf, Part, overall
from notifier.indicators.period import Period
from notifier.kit import clock
from notifier.kit.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Counted:
    """One counted figure of a period, with everything that explains it."""

    key: str
    name: str
    question: str
    viewpoint: str
    unit: str
    definition: str
    source: str
    list_of: ListOf
    parts: tuple[Part, ...]
    overall: Part | None

    def unit_of(self, part: Part) -> str:
        """The unit a cell is told in."""
        return part.unit or self.unit

    @property
    def told(self) -> tuple[Part, ...]:
        """Every cell, the overall one last."""
        return self.parts if self.overall is None else (*self.parts, self.overall)

    def part(self, key: str) -> Part:
        """The cell with that key; ``NotFoundError`` when nothing was counted there."""
        found = {part.key: part for part in self.parts}
        if self.overall is not None:
            found[OVERALL] = self.overall
        if key not in found:
            raise NotFoundError("その数字はありません。期間を変えると、なくなることがあります。")
        return found[key]


def measure(session: Session, hub: Hub, *, key: str, period: Period, now: datetime) -> Counted:
    """The figure ``key``; a part without a value of its own is its list's length."""
    item = find_indicator(key)
    seen = period.seen(clock.local(now, hub.zone).date())
    parts = tuple(item.measure(session, hub, seen))
    return Counted(
        key=key,
        name=item.NAME,
        question=item.QUESTION,
        viewpoint=item.VIEWPOINT,
        unit=item.UNIT,
        definition=item.DEFINITION,
        source=item.SOURCE,
        list_of=item.LIST_OF,
        parts=parts,
        overall=overall(parts),
    )


def find_indicator(key: str) -> Indicator:
    """The catalogue's entry, or not found."""
    if key not in CATALOG:
        raise NotFoundError("その数字はありません。")
    return CATALOG[key]
