"""Where a draft stands in the queue and what it is compared with: columns of its case. Pure."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from notifier.editorial.duplicates import first_on, likeness
from notifier.intake import ListingDraft
from notifier.kit.clock import at


def standing(draft: ListingDraft, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """The columns of a case that follow from its draft; written with every change of it."""
    return {
        "first_at": too_late_at(draft, zone, now),
        "first_on": first_on(draft, zone),
        "likeness": likeness(draft, zone),
    }


def too_late_at(draft: ListingDraft, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When telling it comes too late: its next date, or the deadline before that one.

    For information the end of its last day. None when nothing is coming or no date is known.
    """
    if draft.kind == "information" and draft.expires_on:
        ends_at = at(draft.expires_on + timedelta(days=1), time(), zone)
        return ends_at if ends_at >= now else None
    coming = min((row.starts_at for row in draft.occurrences if row.starts_at >= now), default=None)
    deadline = draft.apply_by_at
    if coming and deadline and now <= deadline < coming:
        return deadline
    return coming
