"""Who wishes to hear what, and said yes."""

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

__all__ = [
    "Address",
    "AddressState",
    "Consent",
    "PreferenceProfile",
    "ReaderLinkKey",
    "Subscriber",
    "SubscriberState",
    "SuppressedAddress",
]
