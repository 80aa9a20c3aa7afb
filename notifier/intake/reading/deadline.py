"""Until when one may apply. Only a day that is surely a deadline becomes one."""

import re
from datetime import date, datetime, time

from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.dates import read_days
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.times import read_clock, typed_time
from notifier.intake.reading.years import Reference, with_years

_DAY = r"(?:(?:令和|R)?\s*\d{1,4}年\s*)?\d{1,2}月\s*\d{1,2}日\s*(?:\([^()]{1,6}\))?"
_UNTIL = re.compile(
    rf"(?P<day>{_DAY})\s*(?P<time>(?:午前|午後)?\d{{1,2}}(?::\d\d|時(?:\d+分|半)?)|正午)?\s*(?:\(?必着\)?|までに?|締切|締め切り|消印有効)"
)
_END = time(23, 59)


def read_deadline(
    day: object, clock: object, words: str, *, reference: Reference
) -> datetime | None:
    """The local moment (naive) after which nobody may apply, from a column or from ``words``."""
    if isinstance(day, datetime):
        day = day.date()
    if isinstance(day, str) and not nothing(day):
        found = read_days(day, reference)
        day = found.singles[0] if len(found.singles) == 1 and not found.asks else None
    if isinstance(day, date):
        at = typed_time(clock) or (read_clock(clock) if isinstance(clock, str) and clock else None)
        return datetime.combine(day, at or _END)
    return _in_words(words, reference)


def _in_words(words: str, reference: Reference) -> datetime | None:
    folded = digits(plain(words)) if "月" in words else ""
    matches = list(_UNTIL.finditer(folded))
    if len(matches) != 1:
        return None
    tokens = cut(matches[0].group("day")).days
    dated = with_years(tokens, reference) if len(tokens) == 1 else None
    if dated is None or dated.ask or not dated.days:
        return None
    at = read_clock(matches[0].group("time") or "")
    return datetime.combine(dated.days[0], at or _END)
