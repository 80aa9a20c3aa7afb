"""Documents that are not whole: their letters, their tags, and what somebody built to be slow."""

import time

import pytest

from notifier.intake.feed_document import BadFeedError
from notifier.intake.feed_xml import mend
from notifier.intake.sources.rss import read_feed
from notifier.kit.clock import TOKYO

ITEM = "<item><title>おはなし会{n}</title><link>http://x.example.jp/{n}?a=1&amp;b=2</link></item>"
ITEMS = "".join(ITEM.format(n=n) for n in range(3))
FEED = (
    '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>図書館</title>'
    "{}</channel></rss>"
)
PLAIN = FEED.format("UTF-8", ITEMS)


def titles(data: bytes, content_type: str = "") -> list[str]:
    """The titles somebody would read, the feed's own first."""
    found = read_feed(data, content_type=content_type, zone=TOKYO)
    return [found.title, *(entry.title for entry in found.entries)]


WHOLE = ["図書館", "おはなし会0", "おはなし会1", "おはなし会2"]


@pytest.mark.parametrize(
    ("said", "written", "header"),
    [
        ("UTF-8", "cp932", ""),
        ("UTF-8", "cp932", "application/xml; charset=utf-8"),
        ("UTF-8", "euc_jp", ""),
        ("Shift_JIS", "utf-8", ""),
        ("x-nowhere", "utf-8", "text/xml; charset=nowhere"),
        ("Shift_JIS", "cp932", "text/xml"),
        ("UTF-16", "utf-16", ""),
        ("ISO-2022-JP", "iso2022_jp", ""),
        ("UTF-8", "utf-8-sig", "text/xml; charset=Shift_JIS"),
    ],
)
def test_the_letters_are_those_that_were_written(said: str, written: str, header: str) -> None:
    assert titles(FEED.format(said, ITEMS).encode(written), header) == WHOLE


def test_what_windows_calls_shift_jis_has_its_own_letters() -> None:
    one = ITEM.replace("おはなし", "①髙﨑さんの").format(n=1)
    assert titles(FEED.format("Shift_JIS", one).encode("cp932")) == ["図書館", "①髙﨑さんの会1"]


def test_a_few_lost_letters_are_said_and_many_are_refused() -> None:
    words = FEED.format("UTF-8", ITEM.format(n=1) * 20).encode()
    at = words.index("おはなし".encode())
    found = read_feed(words[:at] + b"\xff" + words[at:], zone=TOKYO)
    assert "正しくないところ" in found.remarks[0]
    garbled = b"<rss version='2.0'><channel><title>" + bytes(range(0x80, 0x100)) * 20
    with pytest.raises(BadFeedError, match="文字の種類"):
        read_feed(garbled, zone=TOKYO)


@pytest.mark.parametrize("at", range(len(PLAIN.encode()) - 1))
def test_wherever_it_is_cut_only_whole_items_are_taken(at: int) -> None:
    """No half title ever stands on the desk, and the cut is said."""
    data = PLAIN.encode()[:at]
    whole = data.count(b"</item")
    try:
        found = read_feed(data, zone=TOKYO)
    except BadFeedError as error:
        assert whole == 0
        assert "途中で切れて" in str(error) or "RSSやAtom" in str(error)  # noqa: PT017
        return
    assert [entry.title for entry in found.entries] == WHOLE[1:][:whole]
    if b"</rss" not in data:
        assert f"読めた{whole}件だけ" in found.remarks[0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("親&子 & AT&T", "親&子 & AT&T"),
        ("1&nbsp;2&hearts;", "1 2♥"),
        ("&unknown;会", "&unknown;会"),
        ("<![CDATA[a & b &amp; <i>c</i>]]>", "a & b & c"),
        ("&#0;&#xD800;会", "会"),
        ("\x01会\x0b", "会"),
    ],
)
def test_sloppy_words_are_read_as_they_were_meant(wrong: str, said: str) -> None:
    feed = FEED.format("UTF-8", f"<item><title>{wrong}</title></item>")
    assert titles(feed.encode()) == ["図書館", said]


def test_a_link_in_loose_letters_keeps_its_parts() -> None:
    for link in ("http://x.example.jp/?a=1&b=2", "<![CDATA[http://x.example.jp/?a=1&b=2]]>"):
        feed = FEED.format("UTF-8", f"<item><title>会</title><link>{link}</link></item>")
        (entry,) = read_feed(feed.encode(), zone=TOKYO).entries
        assert entry.original["url"] == "http://x.example.jp/?a=1&b=2"


def test_no_entity_grows_or_reads_a_file() -> None:
    grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<!DOCTYPE r [<!ENTITY e0 "lol">{grow}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><title>&x;</title><item><title>&e9;会</title></item></channel></rss>"
    )
    assert titles(bomb.encode()) == ["&x;", "&e9;会"]
    mended = mend(bomb.encode())
    assert mended is not None
    assert len(mended.xml) < len(bomb)


HEAD = b'<rss version="2.0"><channel>'
SLOW = {
    "deep": HEAD + b"<item><title>x</title><description>" + b"<b>" * 200_000,
    "attributes": HEAD
    + b"<item "
    + b" ".join(b'a%d="1"' % n for n in range(50_000))
    + b"><title>x</title></item></channel></rss>",
    "open items": HEAD + b"<item>" * 100_000,
    "angles": HEAD + b"<item><title>" + b"<" * 1_000_000,
    "ampersands": HEAD + b"<item><title>" + b"&" * 3_000_000,
    "open comment": HEAD + b"<item><!--" + b"-" * 3_000_000,
    "open cdata": HEAD + b"<item><title><![CDATA[" + b"]" * 3_000_000,
    "flat": HEAD + b"<item><title>x</title>" + b"<x/>" * 500_000 + b"</item></channel></rss>",
    "items": HEAD + ITEM.format(n=1).encode() * 60_000 + b"</channel></rss>",
    "a long text": HEAD
    + b"<item><title>"
    + b"&lt;b&gt;" * 300_000
    + b"</title></item></channel></rss>",
}


@pytest.mark.parametrize("name", SLOW)
def test_what_was_built_to_be_slow_is_over_soon(name: str) -> None:
    """Minutes before; the limit leaves a busy machine its time."""
    begun = time.process_time()
    try:
        read_feed(SLOW[name], zone=TOKYO)
    except BadFeedError as error:
        assert str(error)  # noqa: PT017 - a sentence either way
    assert time.process_time() - begun < 8
