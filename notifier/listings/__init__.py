"""What the hub stands for: events with occurrences, and information items."""

from notifier.listings.models import (
    Listing,
    ListingKind,
    ListingStatus,
    Occurrence,
    OccurrenceStatus,
)

__all__ = [
    "Listing",
    "ListingKind",
    "ListingStatus",
    "Occurrence",
    "OccurrenceStatus",
]
