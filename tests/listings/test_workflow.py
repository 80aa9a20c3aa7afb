"""The arrows of a listing."""

import pytest

from notifier.listings import ListingStateError, ListingStatus
from notifier.listings.workflow import ARROWS, check_arrow, check_changeable, may_go


def test_every_state_has_its_arrows() -> None:
    assert set(ARROWS) == set(ListingStatus)
    assert not ARROWS[ListingStatus.ENDED]


@pytest.mark.parametrize("current", list(ListingStatus))
@pytest.mark.parametrize("wanted", list(ListingStatus))
def test_only_arrows_are_walked(current: ListingStatus, wanted: ListingStatus) -> None:
    if may_go(current, wanted):
        check_arrow(current, wanted)
        return
    with pytest.raises(ListingStateError, match="いま"):
        check_arrow(current, wanted)


def test_only_what_is_published_changes_in_place() -> None:
    check_changeable(ListingStatus.PUBLISHED)
    for state in set(ListingStatus) - {ListingStatus.PUBLISHED}:
        with pytest.raises(ListingStateError):
            check_changeable(state)
