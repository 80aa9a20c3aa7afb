"""Sets of weekdays as people write them: 土・日, 月~金曜日, 平日, 金~日曜日･祝日. Monday is 0."""

import re
from datetime import date
from functools import lru_cache

import jpholiday

NAMES = "月火水木金土日"
_ONE = rf"[{NAMES}](?:曜日?)?"
LIST_JOIN = r"\s*(?:・|、|,|/|と|及び|および|または|又は|~|から|-|\s)\s*"
LIST = rf"(?:土日|{_ONE}(?:{LIST_JOIN}{_ONE})*)"
_SPAN = re.compile(rf"([{NAMES}])(?:曜日?)?\s*(?:~|から|-)\s*([{NAMES}])")
_STRIP = re.compile(r"曜日?")


@lru_cache(maxsize=1024)
def weekday_set(text: str) -> tuple[int, ...]:
    """The weekdays named in ``text`` (already plain), Monday 0; spans wrap over Sunday."""
    found: set[int] = set()
    for first, last in _SPAN.findall(text):
        start, stop = NAMES.index(first), NAMES.index(last)
        found.update((start + step) % 7 for step in range((stop - start) % 7 + 1))
    found.update(NAMES.index(c) for c in _STRIP.sub("", text) if c in NAMES)
    return tuple(sorted(found))


@lru_cache(maxsize=8192)
def is_holiday(day: date) -> bool:
    """Whether ``day`` is a Japanese public holiday (substitute holidays included)."""
    return bool(jpholiday.is_holiday(day))


def say_weekdays(days: tuple[int, ...]) -> str:
    """「土・日」."""
    return "・".join(NAMES[d] for d in days)
