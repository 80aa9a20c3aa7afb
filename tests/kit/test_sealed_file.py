"""Encrypted files: what goes in comes out, and nothing else is believed."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.kit.sealed_file import (
    PIECE,
    DamagedFileError,
    SealedReader,
    SealedWriter,
    WrongPassphraseError,
)

WORK = 2  # guessing is not what is tried here
# "another program's file" under "open sesame", written by rage, another program of this format.
FOREIGN = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB2bzhQeGhjd3h6aXQ2a3p6SURnNEVnIDE3Cm91c2RBUnJ0TnRh"
    "L2ZURWEwUzV3OE9KdU5oQkNCSmN6U3JMYTZ6RVlGS00KLS0tIHVLalV4SDNoNThidWhraUhEN3M4QzlPQmJtUUFlTitW"
    "RVdFSVpPYlVZOWcK/AFxpR+tg+pECiDvX+OQUWKYsBVuS4bqlI1Ow35JnXcz2lg+mN1pnADBKQdzAKrN5t4t6rr9"
)
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7]


def sealed(data: bytes, *, step: int = 50_000) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, "開けごま", work=WORK)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
    writer.finish()
    return out.getvalue()


def opened(data: bytes, words: str = "開けごま") -> bytes:
    return SealedReader(io.BytesIO(data), words).read()


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(data[:size])) == data[:size]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, PIECE), max_size=6), st.integers(1, PIECE + 9))
def test_however_it_is_read_and_written(parts: list[int], step: int) -> None:
    data = b"x" * sum(parts)
    reader = SealedReader(io.BytesIO(sealed(data, step=step)), "開けごま")
    assert [len(reader.read(part)) for part in parts] == parts
    assert reader.read(1) == b""


def test_another_programs_file_opens() -> None:
    assert opened(FOREIGN, "open sesame") == b"another program's file"


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphraseError, match="合言葉"):
        opened(sealed(b"x"), "開けごめ")


@pytest.mark.parametrize("where", [0, 30, 80, 110, 150, 300, -1])
def test_a_changed_byte_is_noticed(where: int) -> None:
    data = bytearray(sealed(b"x" * PIECE * 2))
    data[where] ^= 1
    with pytest.raises((DamagedFileError, WrongPassphraseError)):
        opened(bytes(data))


def test_a_shortened_or_lengthened_file_is_noticed() -> None:
    data = sealed(b"x" * PIECE * 2)
    whole_pieces = data[: -(PIECE + 16)]
    for wrong in (data[:-1], whole_pieces, data[:40], b"", data + b"x"):
        with pytest.raises(DamagedFileError):
            opened(wrong)


def test_pieces_cannot_change_places() -> None:
    data = sealed(b"a" * PIECE + b"b" * PIECE + b"c")
    start = len(data) - 2 * (PIECE + 16) - 17
    first, second = data[start : start + PIECE + 16], data[start + PIECE + 16 :][: PIECE + 16]
    with pytest.raises(DamagedFileError):
        opened(data[:start] + second + first + data[-17:])
