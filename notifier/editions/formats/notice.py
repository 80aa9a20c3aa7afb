"""LINE and mail subject of a notice: one text bubble that says at once what does not take place."""

import json
from collections.abc import Sequence

from notifier.editions.card import Card, Frame
from notifier.editions.words import Words
from notifier.kit.text import one_line, shorten

TITLE, PLACE, REASON = 100, 60, 200
SUBJECT_LIMIT = 150


def card(item: Card, url: str, words: Words) -> str:
    """One cancelled item as lines."""
    where = f"（{shorten(item.place, PLACE)}）" if item.place else ""
    lines = [*item.when, f"「{shorten(item.title, TITLE)}」{where}"]
    if item.reason:
        lines.append(f"{words.off_reason}: {shorten(item.reason, REASON)}")
    lines += ["", f"{words.off_more}: {url}"]
    return "\n".join(lines)


def issue(frame: Frame, cards: Sequence[Card], ready: Sequence[str]) -> str:
    """The JSON array of one text message; "" when there is nothing to say."""
    if not cards:
        return ""
    words = frame.words
    lines = [f"【{words.off_title}】", frame.hub_name, "", words.off_lead, "", "\n\n".join(ready)]
    return json.dumps(
        [{"type": "text", "text": "\n".join(lines)}], ensure_ascii=False, separators=(",", ":")
    )


def subject(frame: Frame, cards: Sequence[Card]) -> str:
    """「【中止】11月28日(土) 10:00–11:00 ベビーマッサージ（西区…）」 in the reader's language; "" when
    there is nothing to say.
    """
    if not cards:
        return ""
    first = cards[0]
    said = f"{frame.words.off_subject}{first.first_when} {shorten(first.title, TITLE)}（{frame.hub_name}）"
    return shorten(one_line(said), SUBJECT_LIMIT)
