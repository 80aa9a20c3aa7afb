"""Charsets as Japanese mails use them: named rightly, wrongly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom.mail_words import decode, readable

WORDS = "第2水曜日は、おはなし会。ぜひ！"


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc_jp", "iso2022_jp", "cp932"])
def test_a_right_name_is_taken(charset: str) -> None:
    found = decode(WORDS.encode(charset), charset)
    assert (found.text, found.is_sure) == (WORDS, True)


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("named", ["", "us-ascii", "x-unknown", "rot13", "idna", "'utf-8'"])
def test_the_bytes_are_believed_over_the_name(charset: str, named: str) -> None:
    assert decode(WORDS.encode(charset), named).text == WORDS


def test_what_windows_puts_into_iso_2022_jp_is_read() -> None:
    """① (row 13) and half-width kana stand in no ISO-2022-JP; phones and Outlook send them."""
    sent = b"\x1b$B-!\x1b(B 10:00 \x1b(I16E\x1b(B \x1b$B-j\x1b(B"
    assert decode(sent, "iso-2022-jp").text == "① 10:00 ｱｶﾅ ㈱"


def test_every_letter_of_iso_2022_jp_is_the_same_as_pythons() -> None:
    letters = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x4E00, 0x9FA0))]
    known = [one for one in letters if _fits(one, "iso2022_jp")]
    assert len(known) > 6_000
    assert decode("".join(known).encode("iso2022_jp"), "iso-2022-jp").text == "".join(known)


def test_one_spoilt_byte_does_not_make_another_charset_of_it() -> None:
    found = decode(WORDS.encode() * 5 + b"\xff", "utf-8")
    assert found.text.startswith(WORDS)
    assert not found.is_sure


def test_spoilt_iso_2022_jp_is_still_that() -> None:
    """A few letters only, so that one spoilt byte is more than one in fifty."""
    found = decode(b"\x1b$BC4Ev!';3\x943\x1b(B", "iso-2022-jp")
    assert found.text.startswith("担当：山")
    assert not found.is_sure


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "iso-2022-jp", "idna", "utf-7", "x"]))
def test_nothing_raises(body: bytes, charset: str) -> None:
    assert isinstance(decode(body, charset).text, str)


@given(st.text(max_size=80))
def test_no_header_raises(value: str) -> None:
    assert isinstance(readable(f"=?{value}?="), str)


def _fits(letter: str, charset: str) -> bool:
    try:
        return bool(letter.encode(charset))
    except UnicodeError:
        return False
