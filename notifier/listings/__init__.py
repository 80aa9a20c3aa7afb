"""What the hub stands for: events with occurrences, and information items.

``publish`` brings an approved draft out, ``revise`` changes it, ``cancel`` strikes one date or
all, ``reinstate`` takes that back, ``withdraw`` undoes the approval, ``end_expired`` closes what
is over. Every date keeps its UID; every change raises the sequence and writes one sentence.
"""

from notifier.listings.cancel import AlreadyCancelledError, NoReasonError, PastDateError, cancel
from notifier.listings.changes import FIELD_NAMES, Change, changes
from notifier.listings.dates import coming, is_past
from notifier.listings.draft_of import draft_of
from notifier.listings.end_expired import end_expired
from notifier.listings.exports import EXPORTS, STANDARDS, Exporter, Standard
from notifier.listings.models import (
    Listing,
    ListingKind,
    ListingStatus,
    Occurrence,
    OccurrenceStatus,
)
from notifier.listings.publish import NothingToPublishError, publish
from notifier.listings.queries import (
    ANY,
    ListingPage,
    Wanted,
    by_submission,
    find_listing,
    find_public,
    information,
    public_listings,
    search,
    sendable,
)
from notifier.listings.recurrence import Proposal, materialise, merge_same_start, proposals
from notifier.listings.reinstate import NothingToReinstateError, reinstate
from notifier.listings.revise import revise
from notifier.listings.withdraw import withdraw
from notifier.listings.workflow import STATUS_NAMES, ListingStateError

__all__ = [
    "ANY",
    "EXPORTS",
    "FIELD_NAMES",
    "STANDARDS",
    "STATUS_NAMES",
    "AlreadyCancelledError",
    "Change",
    "Exporter",
    "Listing",
    "ListingKind",
    "ListingPage",
    "ListingStateError",
    "ListingStatus",
    "NoReasonError",
    "NothingToPublishError",
    "NothingToReinstateError",
    "Occurrence",
    "OccurrenceStatus",
    "PastDateError",
    "Proposal",
    "Standard",
    "Wanted",
    "by_submission",
    "cancel",
    "changes",
    "coming",
    "draft_of",
    "end_expired",
    "find_listing",
    "find_public",
    "information",
    "is_past",
    "materialise",
    "merge_same_start",
    "proposals",
    "public_listings",
    "publish",
    "reinstate",
    "revise",
    "search",
    "sendable",
    "withdraw",
]
