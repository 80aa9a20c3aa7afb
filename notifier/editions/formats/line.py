"""LINE: a short text bubble, which screen readers and search can use, then a Flex carousel.

Limits are LINE's (reference "Flex Message"): at most 12 bubbles, all of one size, 30 KB a bubble
and 50 KB a carousel, altText 1,500 UTF-16 units. LINE does not say how it measures bytes, so the
longest way counts: every non-ASCII unit as six. The cuts below keep ten worst cards under it;
the whole text stands on the page behind the button.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from notifier.editions.card import Card, Frame
from notifier.editions.words import Words
from notifier.kit.text import shorten

MAX_CARDS = 10
HIGHLIGHTS = 3
ALT_TEXT_LIMIT = 1_500
ALT_TITLE = 40
TITLE = 100
PLACE = 60
AUDIENCE = 60
FEE = 40
APPLY = 60
NOTE = 50
INK = "#1A1A1C"
SOFT_INK = "#4D4D4D"
ACCENT = "#0017C1"
ALARM = "#B50000"

Json = dict[str, Any]


def card(item: Card, url: str, words: Words) -> str:
    """One bubble, as compact JSON."""
    return _compact(_bubble(item, url, words))


def issue(frame: Frame, cards: Sequence[Card], bubbles: Sequence[str]) -> str:
    """The JSON array of messages, exactly as it will be sent; "" when there is nothing to send."""
    if not cards:
        return ""
    words = {"type": "text", "text": lead_text(frame, cards)}
    alt = json.dumps(alt_text(frame, cards), ensure_ascii=False)
    carousel = f'{{"type":"carousel","contents":[{",".join(bubbles[:MAX_CARDS])}]}}'
    return f'[{_compact(words)},{{"type":"flex","altText":{alt},"contents":{carousel}}}]'


def lead_text(frame: Frame, cards: Sequence[Card]) -> str:
    """The first bubble: greeting, three highlights as plain lines, how to change or stop."""
    words = frame.words
    lines = [f"【{frame.title}】", frame.greeting, ""]
    lines.append(f"◆{words.highlights}")
    lines += [f"・{_headline(item)}" for item in cards[:HIGHLIGHTS]]
    lines += _voices(frame)
    lines += ["", words.more.format(count=len(cards))]
    lines += [words.note] if words.note else []
    lines += ["", words.hint]
    return "\n".join(lines)


def _voices(frame: Frame) -> list[str]:
    """「みなさんの声から」 as plain lines; none when there is none."""
    if not frame.voices:
        return []
    words = frame.words
    lines = ["", f"◆{words.voices}"]
    for one in frame.voices:
        lines += [f"{words.you_said}: {one.said}", f"→{words.we_did}: {one.did}"]
    return lines


def alt_text(frame: Frame, cards: Sequence[Card]) -> str:
    """What the chat list and the lock screen show, and what is read aloud: a digest."""
    digest = "／".join(_headline(item) for item in cards)
    return shorten(f"{frame.title}: {digest}", ALT_TEXT_LIMIT)


def _headline(item: Card) -> str:
    return _headline_of(item.first_when, item.title)


@lru_cache(maxsize=1024)
def _headline_of(when: str, title: str) -> str:
    """The same few items stand in the digests of all content groups."""
    return f"{when} {shorten(title, ALT_TITLE)}"


def _bubble(item: Card, url: str, words: Words) -> Json:
    action = {"type": "uri", "label": words.button, "uri": url}
    return {
        "type": "bubble",
        "size": "mega",
        "body": {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [
                *(_text(line, size="md", color=ACCENT, weight="bold") for line in item.when),
                _text(shorten(item.title, TITLE), size="lg", color=INK, weight="bold"),
                *_facts(item, words),
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "color": ACCENT,
                    "height": "sm",
                    "scaling": True,
                    "action": action,
                }
            ],
        },
    }


def _facts(item: Card, words: Words) -> list[Json]:
    said = [
        (words.place, shorten(item.place, PLACE)),
        (words.audience, shorten(item.audience, AUDIENCE)),
        (words.fee, shorten(item.fee, FEE)),
        (words.apply, shorten(item.apply, APPLY)),
    ]
    facts = [
        _text(f"{label}: {value}", size="sm", color=SOFT_INK) for label, value in said if value
    ]
    if item.apply_by:
        facts.append(_text(item.apply_by, size="sm", color=ALARM, weight="bold"))
    if item.note:
        facts.append(_text(shorten(item.note, NOTE), size="sm", color=ALARM))
    return facts


def _text(words: str, *, size: str, color: str, weight: str = "") -> Json:
    made: Json = {"type": "text", "text": words, "size": size, "color": color}
    if weight:
        made["weight"] = weight
    return {**made, "wrap": True, "scaling": True}


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
