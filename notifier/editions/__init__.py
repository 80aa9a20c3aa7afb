"""Listings become an issue for an audience."""

from notifier.editions.models import (
    ContentGroup,
    ContentGroupProfile,
    Edition,
    EditionItem,
    EditionState,
    Link,
)

__all__ = [
    "ContentGroup",
    "ContentGroupProfile",
    "Edition",
    "EditionItem",
    "EditionState",
    "Link",
]
