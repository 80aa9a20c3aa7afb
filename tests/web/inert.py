"""What a browser would make of a page: whether anything a person typed became more than text."""

from html.parser import HTMLParser

DANGEROUS_TAGS = frozenset({"object", "embed", "applet", "base", "svg", "math", "frame"})
ADDRESSES = frozenset({"href", "src", "action", "formaction", "srcdoc", "xlink:href"})
EMPTY = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class _Reader(HTMLParser):
    """Reads a page the way a browser does, noting what would act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.alive: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in DANGEROUS_TAGS or (tag == "script" and not given.get("src", "").startswith("/")):
            self.alive.append(f"<{tag} {given}>")
        for name, value in given.items():
            if name.startswith("on"):
                self.alive.append(f"{tag} {name}={value}")
            if name in ADDRESSES and value.strip().lower().startswith(("javascript:", "data:")):
                self.alive.append(f"{tag} {name}={value}")
        self.words += [given[name] for name in ("value", "content", "alt") if name in given]
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def alive(html: str) -> list[str]:
    """What of a page would act: scripts of others, handlers, addresses that run."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.alive


def text_of(html: str) -> str:
    """Everything a person reads on a page, boxes included."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.words)
