"""Addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom import BadAddressError, mail_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Parent@Example.jp", "parent@example.jp"),
        ("ｐａｒｅｎｔ＠ｅｘａｍｐｌｅ．ｊｐ", "parent@example.jp"),
        ("  a+b@example.jp\n", "a+b@example.jp"),
        ("abc..def@docomo.ne.jp", "abc..def@docomo.ne.jp"),
        ("abc.@ezweb.ne.jp", "abc.@ezweb.ne.jp"),
        ("a-.b.@t.vodafone.ne.jp", "a-.b.@t.vodafone.ne.jp"),
    ],
)
def test_taken(typed: str, kept: str) -> None:
    assert mail_address.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "parent",
        "a@b",
        "abc..def@example.jp",
        "abc.@gmail.com",
        "a b@docomo.ne.jp",
        "<a@docomo.ne.jp>",
        "a@evil.jp\r\nBcc: b@example.jp",
        "x" * 250 + "@docomo.ne.jp",
        "a@docomo.ne.jp.evil.jp.",
        "a@-docomo.ne.jp",
    ],
)
def test_refused(typed: str) -> None:
    with pytest.raises(BadAddressError):
        mail_address.normalise(typed)


def test_an_irregular_local_part_is_quoted() -> None:
    assert mail_address.written("abc..def@docomo.ne.jp") == '"abc..def"@docomo.ne.jp'
    assert mail_address.written("abc@docomo.ne.jp") == "abc@docomo.ne.jp"


@given(st.text())
def test_any_text_is_taken_or_refused(text: str) -> None:
    """Never another error, and what is taken stays as it is when taken again."""
    try:
        kept = mail_address.normalise(text)
    except BadAddressError:
        return
    assert mail_address.normalise(kept) == kept
