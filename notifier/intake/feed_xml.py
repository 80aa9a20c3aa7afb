"""Strangers' XML made into a whole, small document before a feed is read from it.

feedparser takes minutes over documents somebody built to be slow, and guesses western letters for
Japanese ones. So the letters are read here, libxml2 mends the tags in one pass and follows no entity,
and what no feed needs is cut away.
"""

import codecs
import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from notifier.intake.feed_document import MOST_ITEMS, BadFeedError
from notifier.intake.reading.html_text import LONGEST

# Who says Shift_JIS means what Windows writes: ① and 髙 are letters.
WRITTEN_AS = {"shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
GUESSES = ("cp932", "euc_jis_2004")
MOST_ELEMENTS = 50_000  # below the items that are read
MOST_ATTRIBUTES = 40  # of one element
MOST_REFERENCES = 1_000_000
MOST_LOST = 0.02  # letters nobody can read, of all
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_FEED = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PROLOGUE = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,1000}\?>")
_LOOSE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(?:[xX]([0-9a-fA-F]{1,9})|(\d{1,9}));|(\w{1,40};))?",
    re.DOTALL,
)
_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_SURROGATES, _LAST = range(0xD800, 0xE000), 0x10FFFF
_LETTERS = (
    "文字の種類（文字コード）がわからないため、読みとれませんでした。配信元に確かめてください。"
)
_TOO_FULL = "一つのお知らせが大きすぎるため、読みとれませんでした。配信元に確かめてください。"


@dataclass(frozen=True, slots=True)
class Mended:
    """A whole document in UTF-8, and what it was like before.

    ``total`` items stood in it; the first ``MOST_ITEMS`` are left. ``is_cut``: it ended too early, and
    its last item, if that was not whole, is left out. ``is_broken``: tags or letters were mended.
    """

    xml: bytes
    total: int
    is_cut: bool
    is_broken: bool


def mend(data: bytes, *, content_type: str = "") -> Mended | None:
    """The document of ``data``; None when it is no XML at all. ``BadFeedError`` when it is hopeless."""
    words, lost = _letters(data, content_type)
    if words.count("&") > MOST_REFERENCES:
        raise BadFeedError(_TOO_FULL)
    words = _LOOSE.sub(_reference, _PROLOGUE.sub("", words, count=1))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(words.lstrip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    is_cut = f"</{_name(root)}" not in words[-1000:]
    is_broken = bool(lost or len(parser.error_log)) and not is_cut
    items = list(root.iter("{*}item", "{*}entry"))
    if is_cut and items and not _is_whole(words, _name(items[-1])):
        _drop(items.pop())
    for one in items[MOST_ITEMS:]:
        _drop(one)
    _make_small(root)
    return Mended(etree.tostring(root, encoding="utf-8"), len(items), is_cut, is_broken)


def _letters(data: bytes, content_type: str) -> tuple[str, bool]:
    """The text of ``data``, and whether some of its letters could not be read.

    UTF-8 does not fit by chance, so it goes before what anybody says. A letter cut in two at the end
    is left out.
    """
    said = [found[1].decode() for found in [_DECLARED.search(data[:1000])] if found]
    said += [found[1] for found in [_CHARSET.search(content_type)] if found]
    wide = ["utf-16"] if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else []
    old = ["iso2022_jp_ext"] if b"\x1b$" in data else []
    own = [WRITTEN_AS.get(one.lower(), one) for one in said]
    for encoding in (*wide, *old, "utf-8", *own, *GUESSES):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data), False
        except (LookupError, UnicodeError):
            continue
    words = data.decode("utf-8", errors="replace")
    if _FEED.search(data[:5000]) and words.count("\ufffd") > MOST_LOST * len(words):
        raise BadFeedError(_LETTERS)
    return words, True


def _reference(found: re.Match[str]) -> str:
    """A loose & becomes a letter, a name of HTML its letter, one that does not exist nothing."""
    whole, hexadecimal, decimal, name = found[0], found[1], found[2], found[3]
    if not whole.startswith("&") or name in _OWN:
        return whole
    if hexadecimal or decimal:
        number = int(hexadecimal, 16) if hexadecimal else int(decimal)
        return "" if number in _SURROGATES or number > _LAST or not number else whole
    return html5.get(name or "", f"&amp;{name or ''}")


def _name(element: etree._Element) -> str:
    """The name as it is written, with its prefix."""
    local = str(etree.QName(element).localname)
    return f"{element.prefix}:{local}" if element.prefix else local


def _is_whole(words: str, name: str) -> bool:
    return words.rfind(f"</{name}") > words.rfind(f"<{name}")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _make_small(root: etree._Element) -> None:
    """No longer texts than are read, no more attributes than anybody needs."""
    for number, element in enumerate(root.iter()):
        if number > MOST_ELEMENTS:
            raise BadFeedError(_TOO_FULL)
        if isinstance(element.tag, str) and len(element.attrib) > MOST_ATTRIBUTES:
            element.attrib.clear()
        element.text, element.tail = _short(element.text), _short(element.tail)


def _short(words: str | None) -> str | None:
    return words[:LONGEST] if words else words
