"""What the hub stands for: events with occurrences, and information items.

``publish`` brings an approved draft out, ``revise`` changes it, ``cancel`` strikes one date or
all, ``reinstate`` takes that back, ``withdraw`` undoes the approval, ``end_expired`` closes what
is over. ``write_variant`` and ``check_variant`` bring its words in another language. Every date
keeps its UID; every change raises the sequence and writes one sentence.
"""

from notifier.listings.cancel import AlreadyCancelledError, NoReasonError, PastDateError, cancel
from notifier.listings.caption import NETWORKS, alt_text, caption
from notifier.listings.changes import FIELD_NAMES, Change, changes
from notifier.listings.check_variant import OutdatedVariantError, check_variant
from notifier.listings.correct_place import correct_place
from notifier.listings.dates import coming, find_date, is_past
from notifier.listings.draft_of import draft_of
from notifier.listings.end_expired import end_expired
from notifier.listings.exports import EXPORTS, STANDARDS, Exporter, Standard
from notifier.listings.exports.ical import date_file
from notifier.listings.fee_words import is_only_the_amount
from notifier.listings.models import (
    Listing,
    ListingKind,
    ListingStatus,
    ListingVariant,
    Occurrence,
    OccurrenceStatus,
    VariantStatus,
)
from notifier.listings.narrowed import EVERYTHING, Narrowed
from notifier.listings.place_words import PlacedListing, PlaceWords
from notifier.listings.publish import NothingToPublishError, publish
from notifier.listings.queries import (
    ANY,
    ListingPage,
    Wanted,
    by_submission,
    find_listing,
    find_public,
    get_listings,
    information,
    placed,
    public_listings,
    search,
    sendable,
    to_look_at_again,
)
from notifier.listings.recurrence import Proposal, materialise, merge_same_start, proposals
from notifier.listings.reinstate import NothingToReinstateError, reinstate
from notifier.listings.revise import require_changeable, revise
from notifier.listings.set_kana import NotKanaError, set_kana
from notifier.listings.share_card import share_card
from notifier.listings.take_back_variant import take_back_variant
from notifier.listings.withdraw import withdraw
from notifier.listings.wording import (
    LANGUAGES,
    TEXTS,
    Wording,
    is_outdated,
    needs_a_look,
    shown_variant,
    strange_numbers,
    variant_in,
    wording,
)
from notifier.listings.workflow import STATUS_NAMES, ListingStateError
from notifier.listings.write_variant import (
    EmptyVariantError,
    StaleVariantError,
    UnknownLanguageError,
    VariantWords,
    write_variant,
)

__all__ = [
    "ANY",
    "EVERYTHING",
    "EXPORTS",
    "FIELD_NAMES",
    "LANGUAGES",
    "NETWORKS",
    "STANDARDS",
    "STATUS_NAMES",
    "TEXTS",
    "AlreadyCancelledError",
    "Change",
    "EmptyVariantError",
    "Exporter",
    "Listing",
    "ListingKind",
    "ListingPage",
    "ListingStateError",
    "ListingStatus",
    "ListingVariant",
    "Narrowed",
    "NoReasonError",
    "NotKanaError",
    "NothingToPublishError",
    "NothingToReinstateError",
    "Occurrence",
    "OccurrenceStatus",
    "OutdatedVariantError",
    "PastDateError",
    "PlaceWords",
    "PlacedListing",
    "Proposal",
    "StaleVariantError",
    "Standard",
    "UnknownLanguageError",
    "VariantStatus",
    "VariantWords",
    "Wanted",
    "Wording",
    "alt_text",
    "by_submission",
    "cancel",
    "caption",
    "changes",
    "check_variant",
    "coming",
    "correct_place",
    "date_file",
    "draft_of",
    "end_expired",
    "find_date",
    "find_listing",
    "find_public",
    "get_listings",
    "information",
    "is_only_the_amount",
    "is_outdated",
    "is_past",
    "materialise",
    "merge_same_start",
    "needs_a_look",
    "placed",
    "proposals",
    "public_listings",
    "publish",
    "reinstate",
    "require_changeable",
    "revise",
    "search",
    "sendable",
    "set_kana",
    "share_card",
    "shown_variant",
    "strange_numbers",
    "take_back_variant",
    "to_look_at_again",
    "variant_in",
    "withdraw",
    "wording",
    "write_variant",
]
