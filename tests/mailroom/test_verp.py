"""The return address names a delivery, and nobody else can make one."""

from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom import bounce_address, read_bounce_address

KEY = "the key of one hub"
FROM = "news@nishi.example.jp"


@given(st.integers(min_value=1, max_value=10**12))
def test_it_comes_back(delivery_id: int) -> None:
    address = bounce_address(FROM, delivery_id, KEY)
    assert address.endswith("@nishi.example.jp")
    assert len(address.partition("@")[0]) <= 64
    assert read_bounce_address(address, KEY) == delivery_id
    assert read_bounce_address(f"<{address.upper()}>", KEY) == delivery_id


def test_nobody_else_can_make_one() -> None:
    address = bounce_address(FROM, 12, KEY)
    assert read_bounce_address(address, "another hub's key") is None
    assert read_bounce_address(address.replace("+12-", "+13-"), KEY) is None
    for wrong in ("", "news@nishi.example.jp", "bounce+12@nishi.example.jp", "bounce+x-y@a"):
        assert read_bounce_address(wrong, KEY) is None
