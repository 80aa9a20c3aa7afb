"""What changed between two drafts, field by field, old → new in words. Pure."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from notifier.editorial.words import LABELS, say_field
from notifier.intake import ListingDraft
from notifier.kit.clock import TOKYO


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; ``old`` and ``new`` are what a person reads."""

    field: str
    label: str
    old: str
    new: str


def diff(old: ListingDraft, new: ListingDraft, *, zone: ZoneInfo = TOKYO) -> tuple[Change, ...]:
    """The fields that read differently, in the order of the ward's own paper."""
    changes = (
        Change(field, label, say_field(old, field, zone), say_field(new, field, zone))
        for field, label in LABELS.items()
    )
    return tuple(change for change in changes if change.old != change.new)
