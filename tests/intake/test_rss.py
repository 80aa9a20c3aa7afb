"""RSS, Atom and RDF: what is read, what is told apart, and what hostile senders get."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifier.intake.feed_document import BadFeedError, FeedEntry
from notifier.intake.reading.html_text import html_text
from notifier.intake.sources.rss import read_feed

ZONE = ZoneInfo("Asia/Tokyo")
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/">'
    "<channel><title>区の新着</title>{}</channel></rss>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>館だより</title>
<entry><id>tag:x,1</id><title type="html">読み&lt;b&gt;聞かせ&lt;/b&gt;</title>
<link href="https://x.example.jp/1"/><updated>2026-11-20T00:00:00Z</updated>
<content type="html">&lt;p&gt;一行目&lt;/p&gt;&lt;p&gt;二行目&lt;/p&gt;</content></entry></feed>"""
RDF = """<?xml version="1.0" encoding="{0}"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="http://x.example.jp/">
<title>拠点</title></channel><item rdf:about="http://x.example.jp/a"><title>ひろば</title>
<link>http://x.example.jp/a</link><description>あそびに来てね</description></item></rdf:RDF>"""


def entries(words: str | bytes, **facts: str) -> tuple[FeedEntry, ...]:
    data = words.encode() if isinstance(words, str) else words
    return read_feed(data, zone=ZONE, **facts).entries


def rss(*items: str) -> tuple[FeedEntry, ...]:
    return entries(RSS.format("".join(f"<item>{item}</item>" for item in items)))


def test_the_three_families() -> None:
    (atom,) = entries(ATOM)
    assert atom.draft is not None
    assert (atom.draft.title, atom.draft.body) == ("読み聞かせ", "一行目\n\n二行目")
    assert atom.draft.url == "https://x.example.jp/1"
    (rdf,) = entries(RDF.format("utf-8"))
    assert rdf.title == "ひろば"
    (plain,) = rss("<title>健診</title><link>http://x.example.jp/k</link>")
    assert plain.draft is not None
    assert plain.draft.kind == "information"


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "iso-2022-jp", "utf-16"])
def test_charsets_said_by_the_file(encoding: str) -> None:
    (entry,) = entries(RDF.format(encoding).encode(encoding))
    assert entry.title == "ひろば"


def test_a_wrong_charset_is_mended_where_it_can_be() -> None:
    """The server says Shift_JIS, the bytes are UTF-8 and say so."""
    (entry,) = entries(RDF.format("utf-8"), content_type="text/xml; charset=shift_jis")
    assert entry.title == "ひろば"
    (lying,) = entries(RDF.format("utf-8").encode("cp932"))
    assert lying.title == "ひろば"


def test_identity_without_an_id() -> None:
    same = "<link>http://x.example.jp/p</link>"
    a, b, c, d = rss(
        f"<title>一</title>{same}<pubDate>Thu, 17 Jul 2025 00:00:00 GMT</pubDate>",
        f"<title>二</title>{same}<pubDate>Thu, 17 Jul 2025 00:00:00 GMT</pubDate>",
        f"<title>一</title>{same}<pubDate>Fri, 18 Jul 2025 00:00:00 GMT</pubDate>",
        f"<title> 一 </title>{same}<pubDate>Thu, 17 Jul 2025 05:00:00 GMT</pubDate>",
    )
    assert len({a.external_id, b.external_id, c.external_id}) == 3
    assert a.external_id == d.external_id  # spaces and hours are no difference
    assert a.likeness == c.likeness != b.likeness
    assert a.is_derived
    (own,) = rss("<guid>7</guid><title>一</title>")
    assert not own.is_derived


def test_a_short_link_is_read_from_where_the_feed_lies() -> None:
    (entry,) = entries(
        RSS.format("<item><title>会</title><link>/a/1.html</link></item>"),
        url="https://x.example.jp/rss/all.xml",
    )
    assert entry.draft is not None
    assert entry.draft.url == "https://x.example.jp/a/1.html"


def test_an_event_by_the_event_module() -> None:
    (entry,) = rss(
        "<title>会</title><ev:startdate>2026-11-28T10:00:00+09:00</ev:startdate>"
        "<ev:enddate>2026-11-28T11:30:00+09:00</ev:enddate><ev:location>西図書館</ev:location>"
    )
    assert entry.draft is not None
    (row,) = entry.draft.occurrences
    assert row.starts_at == datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    assert row.ends_at == datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
    assert entry.draft.place_name == "西図書館"


def test_hostile_html_becomes_letters() -> None:
    (entry,) = rss(
        "<title>&lt;script&gt;alert(1)&lt;/script&gt;会</title>"
        "<link>javascript:alert(1)</link>"
        "<description>&lt;img src=x onerror=alert(1)&gt;よむ&lt;style&gt;p{}&lt;/style&gt;"
        "&lt;iframe src=//evil&gt;x&lt;/iframe&gt;&lt;a href=javascript:x&gt;ここ&lt;/a&gt;</description>"
    )
    assert entry.draft is not None
    assert (entry.draft.title, entry.draft.url) == ("会", "")
    assert entry.draft.body == "よむここ"


def test_entities_are_not_followed() -> None:
    """Neither a file of this machine nor a billion laughs."""
    grow = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "lol">' for n in range(10)
    )
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE r [{grow}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><title>&x;</title><item><title>&e9;会</title>"
        "<description>&x;</description></item></channel></rss>"
    )
    (entry,) = entries(bomb)
    assert len(entry.title) < 300
    assert entry.draft is not None
    assert "root:" not in entry.draft.body + entry.title


@pytest.mark.parametrize("letter", ["&#xD800;", "&#0;", "&#x110000;", "&#99999999;"])
def test_letters_that_do_not_exist_are_left_out(letter: str) -> None:
    (entry,) = rss(f"<title>会{letter}</title><guid>1{letter}</guid><author>{letter}</author>")
    assert entry.title == "会"
    for words in entry.original.values():
        words.encode()


@pytest.mark.parametrize("data", [b"", b"<html><p>x</html>", b"pyproject.toml", b"\x00\xff", b"{}"])
def test_no_feed(data: bytes) -> None:
    with pytest.raises(BadFeedError, match="RSSやAtom"):
        read_feed(data, zone=ZONE)


def test_personal_contacts_are_asked_about() -> None:
    (entry,) = rss("<title>会</title><description>連絡は 090-0000-0000 へ</description>")
    assert entry.draft is not None
    assert [question.field for question in entry.draft.questions] == ["body"]


@pytest.mark.real
def test_real_feeds(real_inputs: Path) -> None:
    """No crash; nothing a browser could act on; the same number of items as the oracle."""
    import json

    oracle = json.loads((real_inputs / "oracle" / "feeds_feedparser.json").read_text("utf-8"))
    files = [path for path in sorted((real_inputs / "feeds").rglob("*")) if path.is_file()]
    read = refused = items = same = compared = 0
    for path in files:
        try:
            found = read_feed(path.read_bytes(), zone=ZONE)
        except BadFeedError:
            refused += 1
            known = oracle.get(path.relative_to(real_inputs / "feeds").as_posix(), {})
            assert not known.get("version") or known["bozo"], path.name  # it guessed
            continue
        read += 1
        for entry in found.entries:
            items += 1
            assert entry.draft is not None
            draft = entry.draft
            assert draft.url == "" or draft.url.lower().startswith(("http://", "https://"))
            assert len(entry.external_id) == 40
            words = f"{draft.title}\n{draft.body}".lower()
            assert "<script" not in words or "&" in path.read_text("utf-8", errors="replace")
        expected = oracle.get(path.relative_to(real_inputs / "feeds").as_posix())
        if expected is not None:
            compared += 1
            rows = expected["entries"]
            same += len(found.entries) == len(rows)
            said = [row for row in rows if str(row[1]).lower().startswith("http") or _words(row[2])]
            assert len(said) <= len(found.entries) <= len(rows), path.name
    print(
        f"{len(files)} files: {read} read, {refused} refused with a sentence, {items} items; ",
        end="",
    )
    print(
        f"{same} of {compared} with as many items as the oracle\n"
        "the others hold entries without title, text and link, which are no news"
    )
    assert read > 900


def _words(title: str | None) -> str:
    return html_text(title or "")
