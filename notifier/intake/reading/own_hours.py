"""One of the days with hours of its own: 「3日・4日・5日10:00〜16:00（5日は15:00まで）」."""

import re
from dataclasses import replace

from notifier.intake.reading.free_text import DAY
from notifier.intake.reading.slots import Slot

_NAMED = re.compile(
    rf"^[\s、,。]*(?P<open>[(※])?\s*(?:※\s*)?(?P<but>ただし|但し|なお)?[、,]?\s*"
    rf"(?P<days>{DAY}(?:\s*[・、,と]\s*{DAY})*)\s*(?P<only>のみ|だけ|に限り)?\s*(?P<of>は)?[、,]?[\s)。]*$"
)
_MARKED = re.compile(r"のみ|だけ|限り|ただし|但し|なお|[(※]")
_WEEKDAY = re.compile(r"\([^()\d]{1,6}\)")
_A_DAY = re.compile(r"(?:(?P<month>\d{1,2})\s*[月/]\s*)?(?P<day>\d{1,2})\s*日?(?![\d月/])")


def named_again(dates: str, before: list[Slot]) -> list[Slot]:
    """The slots of ``before`` whose days ``dates`` (words before a time) names once more, with a
    sign that these differ; empty when it names any other day."""
    match = _NAMED.match(dates)
    if not match:
        return []
    found: list[Slot] = []
    for one in _A_DAY.finditer(re.sub(r"\([^()]*\)", "", match["days"])):
        month = int(one["month"]) if one["month"] else None
        same = [s for s in before if s.day.day == int(one["day"]) and month in (None, s.day.month)]
        if not same:
            return []
        found += same
    alone = {slot.day for slot in before} == {slot.day for slot in found}
    marked = match["open"] or match["but"] or match["only"] or (match["of"] and not alone)
    return found if marked else []


def with_own(before: list[Slot], again: list[Slot], told: tuple[Slot, ...]) -> list[Slot] | None:
    """``before`` with the hours ``told`` for the days of ``again``; None when they do not fit.

    「15時まで」 moves an end; a start without an end leaves open how long it lasts.
    """
    hours = {(slot.start, slot.end) for slot in told}
    days = {slot.day for slot in again}
    if len(hours) != 1 or len(again) != len(days) or any(slot.last for slot in again):
        return None
    ((start, end),) = hours
    if end is None:
        return None
    moved = [replace(slot, start=start or slot.start, end=end) for slot in again]
    if any(slot.start and slot.end and slot.end <= slot.start for slot in moved):
        return None
    return [*(slot for slot in before if slot.day not in days), *moved]


def perhaps_own(dates: str, before: list[Slot], told: tuple[Slot, ...]) -> bool:
    """Whether a day told once more may be an exception to hours told before, not one more sitting."""
    again = {slot.day for slot in told} & {slot.day for slot in before}
    if not again:
        return False
    more = {slot.day for slot in before} != again
    return more or bool(_MARKED.search(_WEEKDAY.sub("", dates)))
