"""Bytes of mails as words: charsets that are named wrongly, headers that are not encoded. Pure.

Japanese mails say ISO-2022-JP and mean what Windows makes of it (①, ㈱, half-width kana), or say
nothing at all. A wrong name is not believed over the bytes, and nothing here raises.
"""

import binascii
import codecs
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header

UNNAMED = ("utf-8", "cp932", "euc_jp", "euc_jis_2004")
# What mail programs call them; on the left as they write it.
ALIASES = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ms_kanji": "cp932", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "euc-jp": "euc_jp",
    "iso-8859-1": "cp1252", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
# No charsets of a text, though Python knows them by such names; some take very long.
NOT_FOR_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
SPOILT = "\ufffd"
A_FEW = 50  # one spoilt letter in so many is still that charset

_HALF_KANA = re.compile(r"[\uff61-\uff9f]")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@B]|\([BJI])")
_TWO_BYTES = frozenset({b"$@", b"$B", b"$(@", b"$(B"})
_KANA = b"(I"
_KANA_BYTES = range(0x21, 0x60)
_SPACE = 0x20
_BEHIND_KANA = 0x5F  # rows from here on stand behind the half-width kana in Shift_JIS
_BEHIND_DELETE = 0x60  # cells from here on leave out 0x7F there


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and whether every byte of it was understood."""

    text: str
    is_sure: bool = True


def decode(body: bytes, charset: str) -> Decoded:
    """``body`` as text, by the charset it names or, when that is wrong, by what it looks like."""
    named = ALIASES.get(charset.strip().strip("\"'").lower(), charset.strip().strip("\"'").lower())
    if b"\x1b$" in body or b"\x1b(" in body or named.startswith("iso-2022-jp"):
        japanese = _from_jis(body)
        if japanese is not None:
            return japanese
    text = _decoded(body, named or "ascii")
    if text is not None:
        return Decoded(text)
    mostly = _decoded(body, named, errors="replace")
    is_named_so = named.startswith("iso-2022-jp") and b"\x1b$" in body  # nothing else looks like it
    if mostly is not None and (is_named_so or mostly.count(SPOILT) * A_FEW < len(mostly)):
        return Decoded(mostly, is_sure=False)
    guesses = [text for guess in UNNAMED if (text := _decoded(body, guess)) is not None]
    if not guesses:
        return Decoded(body.decode("latin-1"), is_sure=False)
    # EUC-JP read as Shift_JIS is a row of half-width kana.
    return Decoded(min(guesses, key=lambda text: len(_HALF_KANA.findall(text))))


def readable(value: str) -> str:
    """A header value without encoded words and foldings."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, binascii.Error, ValueError):
        return value
    said = "".join(_part(part, charset) for part, charset in parts)
    return re.sub(r"\s*\n\s*", " ", said).strip()


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    # So the library hands over what stood between two encoded words.
    return decode(part, charset).text if charset else part.decode("raw-unicode-escape", "replace")


def _decoded(body: bytes, charset: str, *, errors: str = "strict") -> str | None:
    """None when Python knows no such charset of a text, or the bytes are not written in it."""
    try:
        if codecs.lookup(charset).name in NOT_FOR_TEXT:
            return None
        return body.decode(charset, errors=errors)
    except (LookupError, ValueError):
        return None


def _from_jis(body: bytes) -> Decoded | None:
    """ISO-2022-JP with Windows' own letters in it; None when bytes of another charset stand in it.

    Each stretch between two escapes is written in Shift_JIS, whose Windows kind has those letters.
    """
    if not body.isascii():  # seven bits are its whole point
        return None
    out: list[bytes] = []
    mode, at = b"(B", 0
    for escape in (*_ESCAPE.finditer(body), None):
        stretch = body[at : escape.start() if escape else len(body)]
        out.append(_as_shift_jis(stretch, mode))
        if escape:
            mode, at = escape[1], escape.end()
    text = b"".join(out).decode("cp932", errors="replace")
    return Decoded(text, is_sure=SPOILT not in text)


def _as_shift_jis(stretch: bytes, mode: bytes) -> bytes:
    if mode == _KANA:
        return bytes(byte | 0x80 if byte in _KANA_BYTES else byte for byte in stretch)
    if mode not in _TWO_BYTES:
        return stretch
    out = bytearray()
    at = 0
    while at < len(stretch):
        high = stretch[at]
        if high <= _SPACE or at + 1 == len(stretch):  # line ends inside a stretch
            out.append(high)
            at += 1
            continue
        out += _shifted(high, stretch[at + 1])
        at += 2
    return bytes(out)


def _shifted(row: int, cell: int) -> bytes:
    """One letter of JIS X 0208 as Shift_JIS writes it (JIS X 0208:1997, appendix 1)."""
    lead = (row - 0x21) // 2 + (0xC1 if row >= _BEHIND_KANA else 0x81)
    trail = cell + (0x7E if row % 2 == 0 else 0x20 if cell >= _BEHIND_DELETE else 0x1F)
    return bytes((lead & 0xFF, trail & 0xFF))
