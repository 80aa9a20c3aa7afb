"""What a fetched feed or calendar says, before anybody compared it with what we know. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from notifier.intake.draft import ListingDraft
from notifier.kit.errors import BadInputError

MOST_ITEMS = 500
MOST_BYTES = 10_000_000


class BadFeedError(BadInputError):
    """The bytes are not what was promised; the sentence stands on the desk beside the feed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed.

    ``external_id`` is the sender's id or a hash of its words (then ``is_derived``); ``likeness``
    is equal for what is probably one item under another date. ``content_hash`` marks the sender's
    own words. Without a draft there is nothing to hand in: the item is over, was called off
    (``is_cancelled``), stands behind the first ``MOST_ITEMS``, or cannot be read (``problem``).
    """

    external_id: str
    content_hash: str
    title: str
    likeness: str = ""
    is_derived: bool = False
    draft: ListingDraft | None = None
    original: dict[str, str] = field(default_factory=dict)
    is_cancelled: bool = False
    last_on: date | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A whole feed: its title, its items in their order, and what should be said about it."""

    title: str
    entries: tuple[FeedEntry, ...]
    remarks: tuple[str, ...] = ()


def mark(*words: object) -> str:
    """A short hash of ``words``; lists are kept apart from their neighbours."""
    return hashlib.sha256("\x1f".join(str(word) for word in words).encode()).hexdigest()[:40]


def too_many(total: int, *, what: str = "件") -> tuple[str, ...]:
    """The sentence about a feed with more items than are taken in; empty when there are not."""
    if total <= MOST_ITEMS:
        return ()
    return (
        (
            f"{total:,}{what}あります。多すぎるため、先頭の{MOST_ITEMS:,}{what}だけを取りこみます。"
            "配信元を、必要なものだけにしぼってください。"
        ),
    )


def unreadable(problems: Iterable[str]) -> tuple[str, ...]:
    """One sentence about items that could not be read, naming the first of them."""
    found = list(problems)
    if not found:
        return ()
    return (f"読みとれなかった予定が{len(found):,}件あります（{found[0]}）。",)
