"""Japanese text, compared and measured the same way everywhere.

What people wrote is stored and shown as they wrote it; folding is for comparing only, because
NFKC turns ① into 1.
"""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_PUNCTUATION = re.compile(r"[\s!-/:-@\[-`{-~、。・「」『』（）【】〜～ー−―‐☆★♪♡◎○●※]+")
DASHES = "‐‑‒–—―−"
_ONE_DASH = str.maketrans(DASHES, "-" * len(DASHES))


def clean(value: object) -> str:
    """Text as it may be stored: no control characters, unix line ends, no outer space."""
    text = "" if value is None else str(value)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(value: object) -> str:
    """``clean`` with every run of white space folded to one space; for titles and subjects."""
    return _SPACE.sub(" ", clean(value))


def fold(value: object) -> str:
    """A form for comparing: NFKC, lower case, no spaces and no ornaments."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", clean(value)).casefold())


def half(value: object) -> str:
    """NFKC for reading numbers and addresses a machine must understand (ＡＢＣ１２３＠ -> ABC123@)."""
    return unicodedata.normalize("NFKC", clean(value))


def searchable(value: object) -> str:
    """A form for finding a word in a text: NFKC, small letters, every dash the same."""
    return half(value).lower().translate(_ONE_DASH)


def printable(value: str) -> str:
    """Without what no document may hold: lone surrogates and non-characters."""
    return _UNPRINTABLE.sub("", value)


def utf16_len(value: str) -> int:
    """Length in UTF-16 code units, the measure of most LINE limits."""
    return len(value.encode("utf-16-le")) // 2


def shorten(value: str, limit: int) -> str:
    """``value`` in at most ``limit`` UTF-16 units, ending in … when something was cut."""
    if utf16_len(value) <= limit:
        return value
    kept = value
    while utf16_len(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def full_width_len(value: str) -> float:
    """Width in full-width characters (half-width counts 0.5), the measure of print texts."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in value)
    return wide / 2
