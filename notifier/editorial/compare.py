"""Two cases side by side: every field of both, and where they differ."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editorial.queries import cards, find_rows
from notifier.editorial.views import CardView
from notifier.editorial.words import LABELS, say_field
from notifier.hubs import get_hub
from notifier.kit.errors import BadInputError


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One field of both; ``differs`` when they read differently."""

    label: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both cards, and their fields in the order of the desk."""

    one: CardView
    other: CardView
    rows: tuple[CompareRow, ...]


def compare(
    session: Session, hub_id: int, case_id: int, other_id: int, *, now: datetime
) -> Comparison:
    """The comparison of two cases of this hub; NotFoundError when one of them is not here."""
    if case_id == other_id:
        raise BadInputError("同じ受付番号どうしはくらべられません。")
    hub = get_hub(session, hub_id)
    both = [find_rows(session, hub_id, number) for number in (case_id, other_id)]
    one, other = cards(session, hub, both, now=now)
    said = (
        (label, say_field(one.draft, field, hub.zone), say_field(other.draft, field, hub.zone))
        for field, label in LABELS.items()
    )
    rows = tuple(CompareRow(label, a, b, a != b) for label, a, b in said if a or b)
    return Comparison(one, other, rows)
