"""A text put together from pieces that are encoded once, each reader's own joined in. Pure.

Base64 turns three bytes into four letters, so a piece can be encoded beforehand when its seams
fall on multiples of three: up to two bytes on either side are encoded together with what stands
there, everything between is ready. Lines may be shorter than 76 letters (RFC 2045), so each seam
begins a new one.
"""

from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from itertools import groupby
from struct import Struct

GROUP = 3
LINE_LETTERS = 76
BLOCK = Struct(f"{LINE_LETTERS}s" * 64)  # cuts 64 lines in a third of the time of 64 slices


class Piece:
    """Bytes that stand in many texts, encoded once for each way they can meet what comes before."""

    __slots__ = ("_ready", "content")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._ready: dict[int, tuple[bytes, bytes, bytes]] = {}

    def cut(self, taken: int) -> tuple[bytes, bytes, bytes]:
        """The first ``taken`` bytes, what follows as lines, and the up to two bytes left over."""
        if taken not in self._ready:
            end = len(self.content) - (len(self.content) - taken) % GROUP
            self._ready[taken] = (
                self.content[:taken], encode(self.content[taken:end]), self.content[end:],
            )  # fmt: skip
        return self._ready[taken]


Part = Piece | str  # a str names a place where each reader's own stands


def take_apart(text: str, names: Sequence[str]) -> list[Part]:
    """The pieces of ``text`` and the personal places between them, with network line ends."""
    parts: list[Part] = []
    while True:
        at, name = min(((text.find(one), one) for one in names if one in text), default=(-1, ""))
        before = text if at < 0 else text[:at]
        if before:
            parts.append(Piece(before.encode().replace(b"\n", b"\r\n")))
        if at < 0:
            return parts
        parts.append(name)
        text = text[at + len(name) :]


def melt(parts: Sequence[Part]) -> list[Part]:
    """The same text in as few pieces as it can be: worth it for what several readers get."""
    made: list[Part] = []
    for is_place, some in groupby(parts, lambda one: isinstance(one, str)):
        if is_place:
            made += some
        else:
            made.append(Piece(b"".join(one.content for one in some if isinstance(one, Piece))))
    return made


def join(parts: Sequence[Part], values: Mapping[str, bytes]) -> list[bytes]:
    """The encoded lines with ``values`` (by place) joined in, to be joined with nothing."""
    out, carried = [], b""
    for part in parts:
        if isinstance(part, str):
            carried += values[part]
        elif len(part.content) < GROUP:
            carried += part.content
        else:
            first, lines, left = part.cut(-len(carried) % GROUP)
            if carried:
                out.append(encode(carried + first))
            out.append(lines)
            carried = left
    out.append(encode(carried))
    return out


def encode(content: bytes) -> bytes:
    """Base64 in lines of 76 letters."""
    letters = b2a_base64(content, newline=False)
    if len(letters) <= LINE_LETTERS:
        return letters + b"\r\n" if letters else b""
    lines: list[bytes] = []
    blocks, rest = divmod(len(letters), BLOCK.size)
    for at in range(0, blocks * BLOCK.size, BLOCK.size):
        lines += BLOCK.unpack_from(letters, at)
    starts = range(len(letters) - rest, len(letters), LINE_LETTERS)
    lines += [letters[at : at + LINE_LETTERS] for at in starts]
    return b"\r\n".join(lines) + b"\r\n"
