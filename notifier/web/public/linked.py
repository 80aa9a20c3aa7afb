"""Telephone numbers and addresses inside free text become links; everything else stays text."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PHONE = r"(?<![\d-])0\d{1,4}[-‐－(（]\d{1,4}[-‐－)）]\d{3,4}(?![\d-])"
URL = r"https?://[^\s<>\"'「」『』（）()、。]+"
FOUND = re.compile(f"(?P<phone>{PHONE})|(?P<url>{URL})")
MAP = "https://www.google.com/maps/search/?api=1&query="


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text; ``href`` is "" when it is no link."""

    text: str
    href: str = ""


def parts(text: str) -> list[Part]:
    """``text`` cut at its telephone numbers and web addresses."""
    found: list[Part] = []
    at = 0
    for match in FOUND.finditer(text):
        if match.start() > at:
            found.append(Part(text[at : match.start()]))
        found.append(_link(match))
        at = match.end()
    if at < len(text):
        found.append(Part(text[at:]))
    return found


def safe_url(url: str) -> str:
    """``url`` when a browser may follow it (http and https only), else ""."""
    try:
        parts_of = urlsplit(url)
    except ValueError:
        return ""
    return url if parts_of.scheme in {"http", "https"} and parts_of.netloc else ""


def map_url(place: str) -> str:
    """A map search for an address in words; nothing is loaded until somebody taps it."""
    return f"{MAP}{quote(place)}" if place else ""


def _link(match: re.Match[str]) -> Part:
    text = match.group()
    if match.lastgroup == "phone":
        return Part(text, "tel:" + "".join(c for c in text if c in "0123456789"))
    return Part(text, safe_url(text))
