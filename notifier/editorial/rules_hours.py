"""Checks about hours: words that name other hours than the dates do. Pure.

The words stand below the dates on the public page. When the desk moves a date's hour and leaves
them, a parent reads two.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from notifier.editorial.facts import Check, CheckFacts
from notifier.kit.clock import say_time
from notifier.kit.text import half

Hour = tuple[int, int]

_TO = r"\s*(?:から)?\s*[~〜\-–—―ー−]\s*(?:午[前後])?\s*"
_CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:\s*:\s*(?P<minute>\d{{2}})|時(?!間)(?:(?P<half>半)|(?P<minute2>\d{{1,2}})分)?"
    rf"|(?={_TO}\d{{1,2}}時(?!間)))|(?P<noon>正午)"
)
_RANGE = re.compile(r"[~〜\-–—―ー−]|まで")
_LASTS = re.compile(r"\d\s*(?:時間|分間|分程度|分ほど)|約\s*\d+\s*分|順次|随時")
_MANY = 4


def check_hours(facts: CheckFacts) -> Iterator[Check]:
    """The hours of the dates against the hours in 「日時の文章」."""
    words = half(facts.draft.when_text)
    said = {_hour(found): found.group().strip() for found in _CLOCK.finditer(words)}
    timed = [row for row in facts.draft.occurrences if not row.all_day]
    if not said or not timed:
        return
    strange = {row.starts_at for row in timed if _of(row.starts_at, facts) not in said}
    if len(said) > 1 and _RANGE.search(words) and not _LASTS.search(words):
        ends = (row.ends_at for row in timed if row.ends_at)
        strange |= {end for end in ends if _of(end, facts) not in said}
    if strange:
        times = sorted({say_time(moment, facts.zone) for moment in strange}, key=_by_clock)
        yield Check(
            "text_hours",
            "ask",
            f"日時の文章の時刻（{'・'.join(list(said.values())[:_MANY])}）が、"
            f"日時の欄の {'・'.join(times[:_MANY])} と合いません。"
            "文章も公開ページに出るので、どちらかを直してください。",
        )


def _hour(found: re.Match[str]) -> Hour:
    """On a clock's face: 「1時半」 may well be 13:30."""
    if found["noon"]:
        return (0, 0)
    minute = 30 if found["half"] else int(found["minute"] or found["minute2"] or 0)
    return (int(found["hour"]) % 12, minute)


def _of(moment: datetime, facts: CheckFacts) -> Hour:
    here = moment.astimezone(facts.zone)
    return (here.hour % 12, here.minute)


def _by_clock(said: str) -> Hour:
    hour, minute = said.split(":")
    return (int(hour), int(minute))
