"""Count a figure over a period; the list behind it travels with it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.figure import OVERALL, Indicator, ListOf, Part, overall
from notifier.indicators.period import Period
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

    def part(self, key: str) -> Part:
        """The cell with that key; ``NotFoundError`` when nothing was counted there."""
        found = {part.key: part for part in self.parts}
        if self.overall is not None:
            found[OVERALL] = self.overall
        if key not in found:
            raise NotFoundError("その数字はありません。期間を変えると、なくなることがあります。")
        return found[key]


def measure(session: Session, hub: Hub, *, key: str, period: Period) -> Counted:
    """The figure ``key``; a part without a value of its own is its list's length."""
    item = find_indicator(key)
    parts = tuple(item.measure(session, hub, period))
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
