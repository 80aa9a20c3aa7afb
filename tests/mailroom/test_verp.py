"""The return address names a delivery, and nobody else can make one."""

from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom import bounce_address, is_bounce_mark, read_bounce_address

KEY = "the key of one hub"
SALT = "q3v9_k-w2xyz"
FROM = "news@nishi.example.jp"


@given(st.integers(min_value=1, max_value=10**12))
def test_it_comes_back(delivery_id: int) -> None:
    address = bounce_address(FROM, delivery_id, SALT, KEY)
    assert address.endswith("@nishi.example.jp")
    assert len(address.partition("@")[0]) <= 64
    for written in (address, f"<{address.upper()}>"):
        named = read_bounce_address(written)
        assert named is not None
        assert named[0] == delivery_id
        assert is_bounce_mark(named[1], delivery_id, SALT, KEY)


def test_nobody_else_can_make_one() -> None:
    named = read_bounce_address(bounce_address(FROM, 12, SALT, KEY))
    assert named is not None
    assert not is_bounce_mark(named[1], 12, SALT, "another hub's key")
    assert not is_bounce_mark(named[1], 13, SALT, KEY)
    assert not is_bounce_mark(named[1], 12, "who has the number now", KEY)
    for wrong in ("", "news@nishi.example.jp", "bounce+12@nishi.example.jp", "bounce+x-y@a"):
        assert read_bounce_address(wrong) is None
