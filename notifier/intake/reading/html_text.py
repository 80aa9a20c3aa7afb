"""HTML from strangers becomes plain text; nothing of it survives that a browser could act on.

The result is text, not HTML: ``<`` in it is a letter. Scripts, styles and hidden parts are left
out with their contents, links keep their words only.
"""

import re
from html.parser import HTMLParser

LONGEST = 20_000  # letters of HTML looked at; longer ones are whole pages, not notices
LONGEST_MAIL = 200_000
LONGEST_TAG = 4_000  # letters; an address of a page may be long
_SILENT = frozenset({"script", "style", "template", "iframe", "object", "noscript", "svg", "math"})
_BREAKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_HEAD_ENDS = re.compile(r"</head\s{0,9}>", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<([!/]?[a-zA-Z][\w:-]{{0,40}})[^<>]{{{LONGEST_TAG},}}>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"<[a-zA-Z!/?]|&[#a-zA-Z]\w*;")
_LINES = re.compile(r"\n[ \t　]*(?:\n[ \t　]*)+")
_BLANKS = re.compile(r"[ \t\xa0\u200b]+")
_FORMATTING = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff]")


def mail_text(html: str) -> str:
    """The words of a mail in HTML; what programs put before them (styles, often longer) goes.

    Where a style that nobody closes would swallow every word, all of it is given instead.
    """
    *before, last = _HEAD_ENDS.split(html)  # several letters may hang on one another
    body = "".join([*(part[: max(part.lower().rfind("<head"), 0)] for part in before), last])
    words = html_text(body, longest=LONGEST_MAIL)
    return words or html_text(_ANY_TAG.sub(" ", body), longest=LONGEST_MAIL)


def html_text(html: str, *, longest: int = LONGEST) -> str:
    """The words of ``html`` as lines of text; plain text comes back as it was."""
    cut = _LONG_TAG.sub(r"<\1>", html)[:longest]  # a picture written into a tag says nothing
    if _TAG.search(cut):
        reader = _Reader()
        reader.feed(_closed(cut))
        reader.close()
        cut = "".join(reader.words)
    # Marks that turn the direction of writing can make a text read as another one.
    lines = (_BLANKS.sub(" ", line).strip() for line in _FORMATTING.sub("", cut).splitlines())
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _closed(html: str) -> str:
    """``html`` in which a ``<`` nobody closes is a letter: the parser would look for its end from
    each of them to the end of the text, and a text of such signs takes it minutes."""
    comments_end = html.rfind("-->")
    first, *rest = html.split("<")
    out, at = [first], len(first)
    for part in rest:
        is_comment = part.startswith("!--") and at < comments_end
        is_closed = is_comment or html.find(">", at, at + LONGEST_TAG) > at
        out.append(("<" if is_closed else "&lt;") + part)
        at += 1 + len(part)
    return "".join(out)


class _Reader(HTMLParser):
    """Collects words outside silent elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - the parser's own
        """A marked section nobody can name (``<![``) is a comment, as browsers take it."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # no attribute says anything to a reader
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _BREAKS and tag not in {"br", "hr"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s*\n\s*", " ", data) if data.strip() else " ")
