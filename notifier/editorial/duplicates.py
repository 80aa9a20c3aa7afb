"""When two items are likely the same: date × place × title, however they were typed. Pure.

Kana and kanji of one word have no letter in common, so likeness of titles alone proves nothing:
the day decides what is compared at all, and place, hour, sender and text speak beside the title.
Whatever is found is a question to a person; nothing is ever merged because of it.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from notifier.intake import ListingDraft
from notifier.kit.text import clean, fold

LIKELY = 60.0  # of 100; below it nobody is asked
_ALIKE, _SAME = 85, 90  # of 100, two titles, texts or senders
_OTHER_HOUSE, _LIKE_HOUSE, _SAME_HOUSE = 50, 75, 80  # of 100, two places
_CONTAINED = 0.95  # a short form inside the long one counts nearly as much as the whole
_SHORTEST = 4  # three letters inside a longer word prove nothing
_LONGEST_TEXT = 120
_TELLING_TEXT = 15
_NO_LETTERS = re.compile(r"[\W_ー]+")
_NUMBERS = re.compile(r"\d+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
# One word, several spellings that share no letters; the longer first.
_SPELLINGS = (
    ("未就園", "未収園"),
    ("こども", "子ども"),
    ("こども", "子供"),
    ("ひろば", "広場"),
    ("えほん", "絵本"),
    ("おやこ", "親子"),
    ("あそ", "遊"),
    ("あかちゃん", "赤ちゃん"),
    ("こそだて", "子育て"),
    ("よみきかせ", "読み聞かせ"),
    ("つく", "作"),
    ("か月", "ヶ月"),
    ("か月", "ケ月"),
    ("か月", "ヵ月"),
)
# Words half of all venues share; what is left tells one from the other.
_GENERIC = re.compile(
    r"認定|こども園|保育[所園]|幼稚園|児童館|児童せんた|こそだて支援|支援|せんた|公民館|"
    r"集会所|会館|地区|市立|町立|[市区町村]"
)


def likeness(draft: ListingDraft, zone: ZoneInfo) -> dict[str, str]:
    """What an item is compared by: folded title, place, sender and text, and its first hour."""
    first = min(draft.occurrences, key=lambda row: row.starts_at, default=None)
    hour = "" if first is None or first.all_day else f"{first.starts_at.astimezone(zone):%H:%M}"
    return {
        "exact": f"{fold(draft.title)}\n{fold(draft.place_name)}" if draft.title.strip() else "",
        "title": _plain(draft.title),
        "place": _plain(draft.place_name),
        "who": _plain(draft.organiser),
        "text": _plain(draft.body)[:_LONGEST_TEXT],
        "hour": hour,
    }


def first_on(draft: ListingDraft, zone: ZoneInfo) -> date | None:
    """The local day of the first date of all: only items of one day are compared."""
    first = min((row.starts_at for row in draft.occurrences), default=None)
    return first.astimezone(zone).date() if first else None


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two items of one day are typed the same: title, place and hour."""
    return bool(one.get("exact")) and all(
        one.get(part) == other.get(part) for part in ("exact", "hour")
    )


def alike(one: Mapping[str, Any], other: Mapping[str, Any], *, dated: bool) -> float:
    """How likely two items of the same day (``dated``), or of no day at all, are one: 0 to 100."""
    if _count_differently(one["title"], other["title"]):
        return 0.0  # 第1回 and 第2回, 1・2年生 and 3・4年生: one house, one day, two things
    title = _words(one["title"], other["title"])
    place = _place(one["place"], other["place"])
    if not dated:
        return title if title >= _ALIKE and (place is None or place >= LIKELY) else 0.0
    hours = {one["hour"], other["hour"]} - {""}
    if len(hours) > 1:  # another hour of the same thing, or the time was changed: only if typed so
        return min(title, 80.0) if title >= _SAME and (place or 0) >= _LIKE_HOUSE else 0.0
    who = _words(one["who"], other["who"])
    if place is not None and place < _OTHER_HOUSE:  # another house, unless one sender says the same
        return title if title >= _SAME and who >= _SAME and hours else 0.0
    same_text = (
        min(len(one["text"]), len(other["text"])) >= _TELLING_TEXT
        and fuzz.ratio(one["text"], other["text"]) >= _ALIKE
    )
    beside = 35.0 if same_text else 0.0
    beside += 10.0 if place is not None and place >= _SAME_HOUSE else 0.0
    return min(100.0, title + beside)


def _plain(value: str) -> str:
    """Width, case, kana, spaces, brackets and the commonest spellings made one."""
    text = unicodedata.normalize("NFKC", clean(value)).casefold()
    for kept, other in _SPELLINGS:
        text = text.replace(other, kept)
    return _NO_LETTERS.sub("", text.translate(_TO_HIRAGANA))


def _words(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    whole = fuzz.ratio(one, other)
    if min(len(one), len(other)) < _SHORTEST:
        return whole
    return max(whole, _CONTAINED * fuzz.partial_ratio(one, other))


def _count_differently(one: str, other: str) -> bool:
    numbers = [_NUMBERS.findall(title) for title in (one, other)]
    return all(numbers) and numbers[0] != numbers[1]


def _place(one: str, other: str) -> float | None:
    """None when one of them says no place. 「ひばり保育所」 and 「しらさぎ保育所」 are far apart."""
    if not one or not other:
        return None
    cores = [_GENERIC.sub("", name) for name in (one, other)]
    if not all(cores):
        return _CONTAINED * fuzz.partial_ratio(one, other)
    return max(fuzz.ratio(*cores), _CONTAINED * fuzz.partial_ratio(*cores))
