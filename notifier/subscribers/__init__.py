"""Who wishes to hear what, and said yes.

A subscriber is a person with one to n addresses (mail, LINE); consent is recorded per address and
only ever added to. Wishes are shared profiles, so that matching runs once per distinct set of
wishes. ``match`` and ``why`` are one rule: what decides also explains.
"""

from notifier.subscribers import chat
from notifier.subscribers.change_preferences import change_preferences, choose_channel
from notifier.subscribers.confirm import UsedConfirmationError, confirm, find_unconfirmed
from notifier.subscribers.find_or_add_profile import find_or_add_profile, wishes_of
from notifier.subscribers.follow import Followed, follow, unfollow
from notifier.subscribers.import_readers import ImportReport, NoConsentError, import_readers
from notifier.subscribers.leaving import ALIVE
from notifier.subscribers.left_log import Leaving, consent_moment, leavings, replay_leavings
from notifier.subscribers.matching import ItemFacts, Match, Reason, match, why
from notifier.subscribers.models import (
    Address,
    AddressState,
    Consent,
    PreferenceProfile,
    ReaderLinkKey,
    Subscriber,
    SubscriberState,
    SuppressedAddress,
)
from notifier.subscribers.pause import end_pauses, pause, resume
from notifier.subscribers.queries import (
    ReaderRow,
    addresses_of,
    awake,
    channel_friends,
    consents_of,
    counts,
    export_readers,
    find_address,
    find_subscriber,
    friend_ids,
    friends_moved,
    is_resting,
    line_beside,
    profile_of,
    profiles_in_use,
)
from notifier.subscribers.reader_csv import BadReadersFileError, FileRow, read_csv, write_csv
from notifier.subscribers.reader_token import (
    OldReaderLinkError,
    derive_token,
    find_reader,
    link_key,
    reader_token,
    reseal_link_keys,
)
from notifier.subscribers.renew_links import renew_links, renew_links_of
from notifier.subscribers.retention import (
    forget_consents,
    hash_after_leaving,
    hubs_left_long_ago,
    purge_unconfirmed,
)
from notifier.subscribers.sieve import Sieve
from notifier.subscribers.subscribe import send_settings_link, subscribe
from notifier.subscribers.suspend import suspend
from notifier.subscribers.unsubscribe import end_all, rejoin, unsubscribe
from notifier.subscribers.wishes import LANGUAGES, BadWishError, Wishes, read_month, read_wishes
from notifier.subscribers.wording import CURRENT_VERSION, WORDINGS

__all__ = [
    "ALIVE",
    "CURRENT_VERSION",
    "LANGUAGES",
    "WORDINGS",
    "Address",
    "AddressState",
    "BadReadersFileError",
    "BadWishError",
    "Consent",
    "FileRow",
    "Followed",
    "ImportReport",
    "ItemFacts",
    "Leaving",
    "Match",
    "NoConsentError",
    "OldReaderLinkError",
    "PreferenceProfile",
    "ReaderLinkKey",
    "ReaderRow",
    "Reason",
    "Sieve",
    "Subscriber",
    "SubscriberState",
    "SuppressedAddress",
    "UsedConfirmationError",
    "Wishes",
    "addresses_of",
    "awake",
    "change_preferences",
    "channel_friends",
    "chat",
    "choose_channel",
    "confirm",
    "consent_moment",
    "consents_of",
    "counts",
    "derive_token",
    "end_all",
    "end_pauses",
    "export_readers",
    "find_address",
    "find_or_add_profile",
    "find_reader",
    "find_subscriber",
    "find_unconfirmed",
    "follow",
    "forget_consents",
    "friend_ids",
    "friends_moved",
    "hash_after_leaving",
    "hubs_left_long_ago",
    "import_readers",
    "is_resting",
    "leavings",
    "line_beside",
    "link_key",
    "match",
    "pause",
    "profile_of",
    "profiles_in_use",
    "purge_unconfirmed",
    "read_csv",
    "read_month",
    "read_wishes",
    "reader_token",
    "rejoin",
    "renew_links",
    "renew_links_of",
    "replay_leavings",
    "reseal_link_keys",
    "resume",
    "send_settings_link",
    "subscribe",
    "suspend",
    "unfollow",
    "unsubscribe",
    "why",
    "wishes_of",
    "write_csv",
]
