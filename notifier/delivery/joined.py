"""A text encoded once, with the places where each reader's own parts are joined in. Pure.

Base64 turns three bytes into four letters, so what stands between two personal places can be
encoded beforehand when the seam falls on a multiple of three: up to two bytes on either side are
encoded together with the personal part, everything else is ready. Lines may be shorter than 76
letters (RFC 2045), so each seam begins a new one.
"""

from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from struct import Struct

GROUP = 3
LINE_LETTERS = 76
BLOCK = Struct(f"{LINE_LETTERS}s" * 64)  # cuts 64 lines in a third of the time of 64 slices


class Joined:
    """The body of one MIME part; ``marks`` are the words that stand for the personal places."""

    def __init__(self, text: str, marks: Sequence[str]) -> None:
        self._pieces, self._names = _split(_content(text), [mark.encode() for mark in marks])
        self._ready: dict[tuple[int, int], tuple[bytes, bytes]] = {}

    def write(self, values: Mapping[bytes, bytes]) -> list[bytes]:
        """The encoded lines with ``values`` (by mark) joined in, to be joined with nothing."""
        last, out, carried = len(self._pieces) - 1, [], b""
        for index, piece in enumerate(self._pieces):
            taken = -len(carried) % GROUP
            if index < last and len(piece) < taken:
                carried += piece
            else:
                if carried:
                    out.append(_lines(carried + piece[:taken]))
                whole, carried = self._rest(index, taken, is_last=index == last)
                out.append(whole)
            if index < last:
                carried += values[self._names[index]]
        return out

    def _rest(self, index: int, taken: int, *, is_last: bool) -> tuple[bytes, bytes]:
        """What follows the first ``taken`` bytes of a piece: encoded, and the bytes left over."""
        key = (index, taken)
        if key not in self._ready:
            rest = self._pieces[index][taken:]
            end = len(rest) if is_last else len(rest) - len(rest) % GROUP
            self._ready[key] = (_lines(rest[:end]), rest[end:])
        return self._ready[key]


class Once:
    """The same for a text only one reader gets: joined first, encoded as a whole."""

    def __init__(self, text: str, marks: Sequence[str]) -> None:
        self._content = _content(text)
        self._marks = [mark.encode() for mark in marks]

    def write(self, values: Mapping[bytes, bytes]) -> list[bytes]:
        """The encoded lines with ``values`` (by mark) joined in."""
        pieces, names = _split(self._content, self._marks)
        for at, name in enumerate(names):
            pieces[at] += values[name]
        return [_lines(b"".join(pieces))]


def _content(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return f"{lines}\n".encode().replace(b"\n", b"\r\n")


def _split(content: bytes, marks: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    pieces: list[bytes] = []
    names: list[bytes] = []
    while True:
        found = [(at, mark) for mark in marks if (at := content.find(mark)) >= 0]
        if not found:
            return [*pieces, content], names
        at, mark = min(found)
        pieces.append(content[:at])
        names.append(mark)
        content = content[at + len(mark) :]


def _lines(content: bytes) -> bytes:
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
