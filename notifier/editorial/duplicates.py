"""When two items are the same: same title, place and first date, however they were typed. Pure."""

import hashlib
from datetime import datetime

from notifier.intake import ListingDraft
from notifier.kit.text import fold


def likeness(draft: ListingDraft) -> str:
    """Equal for exact duplicates; "" when there is no title or, for an event, no date to tell by."""
    title = fold(draft.title)
    first = min((row.starts_at for row in draft.occurrences), default=None)
    if not title or (first is None and draft.kind == "event"):
        return ""
    said = "\n".join((title, fold(draft.place_name), first.isoformat() if first else ""))
    return hashlib.sha256(said.encode()).hexdigest()


def first_coming(draft: ListingDraft, now: datetime) -> datetime | None:
    """The first date still to come, else the last one there was; None without dates."""
    starts = sorted(row.starts_at for row in draft.occurrences)
    if not starts:
        return None
    return next((start for start in starts if start >= now), starts[-1])
