"""The arrows of a listing and of one date; pure.

published → cancelled | ended | withdrawn. Undoing an approval withdraws; approving the same
submission again brings the same listing back, so withdrawn → published. A cancellation tapped by
mistake is taken back: cancelled → published.
"""

from collections.abc import Mapping

from notifier.kit.errors import ConflictError
from notifier.listings.models import ListingStatus

ARROWS: Mapping[ListingStatus, frozenset[ListingStatus]] = {
    ListingStatus.PUBLISHED: frozenset(
        {ListingStatus.CANCELLED, ListingStatus.ENDED, ListingStatus.WITHDRAWN}
    ),
    ListingStatus.CANCELLED: frozenset({ListingStatus.PUBLISHED, ListingStatus.WITHDRAWN}),
    ListingStatus.WITHDRAWN: frozenset({ListingStatus.PUBLISHED}),
    ListingStatus.ENDED: frozenset(),
}

STATUS_NAMES: Mapping[ListingStatus, str] = {
    ListingStatus.PUBLISHED: "掲載中",
    ListingStatus.CANCELLED: "中止",
    ListingStatus.ENDED: "終了",
    ListingStatus.WITHDRAWN: "取り下げ",
}


class ListingStateError(ConflictError):
    """The listing is no longer in a state that allows this."""


def may_go(current: ListingStatus, wanted: ListingStatus) -> bool:
    """Is there an arrow from ``current`` to ``wanted``?"""
    return wanted in ARROWS[current]


def check_arrow(current: ListingStatus, wanted: ListingStatus) -> None:
    """Refuse a change for which there is no arrow; ListingStateError says what it is now."""
    if not may_go(current, wanted):
        raise ListingStateError(
            f"この項目はいま「{STATUS_NAMES[current]}」のため、"
            f"「{STATUS_NAMES[wanted]}」にはできません。画面を開き直してください。"
        )


def check_changeable(current: ListingStatus) -> None:
    """Only what is published can be changed in place."""
    if current is not ListingStatus.PUBLISHED:
        raise ListingStateError(
            f"この項目はいま「{STATUS_NAMES[current]}」のため、内容を変更できません。"
        )
