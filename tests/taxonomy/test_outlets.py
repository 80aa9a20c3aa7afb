"""The ways a group lets its item go."""

from notifier.taxonomy import OUTLETS, outlets


def test_what_leaves_the_hubs_hands_is_never_assumed() -> None:
    assert set(outlets.EVERYWHERE) < set(OUTLETS)
    assert not {"pamatoko", "outside"} & set(outlets.EVERYWHERE)
    assert set(OUTLETS) >= outlets.POINTING_HERE
    assert (outlets.outlet_name("line"), outlets.outlet_name("kiosk")) == ("LINE", "kiosk")
