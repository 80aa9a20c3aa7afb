"""One time of day: 10:00, 午後1時半, 正午, 1700, or a sheet's own value."""

import re
from datetime import datetime, time
from functools import lru_cache

from notifier.intake.reading.plain import digits, plain

_HALF = r"(?:午前|午後|AM|PM|am|pm|a\.m\.|p\.m\.|夜|朝|夕方|あさ|よる|ゆうがた|お?ひる|お?昼)"
CLOCK = (
    rf"(?:(?:{_HALF})?\s*(?:\d{{1,2}}\s*:\s*\d{{2}}(?::\d\d)?|\d{{1,2}}\s*時(?!間)(?:\s*\d{{1,2}}\s*分|半)?)(?:\s*(?:AM|PM|am|pm)(?![a-z]))?"
    rf"|(?:{_HALF})\s*\d{{1,2}}(?=\s*~)|正午)"
)
_CLOCK = re.compile(
    rf"(?P<half>{_HALF})?\s*(?:(?P<h>\d{{1,2}})\s*(?::\s*(?P<m>\d{{2}})(?::\d\d)?|時(?:\s*(?P<m2>\d{{1,2}})\s*分|(?P<hf>半))?)?)\s*(?P<after>AM|PM|am|pm)?|(?P<noon>正午)"
)
_AFTERNOON = ("午後", "pm", "夜", "夕方", "よる", "ゆうがた")
_MAX_HOUR = 24
NOON = 12


def afternoon(at: time) -> time:
    """The same hour after noon, for who leaves 午後 out: 2:00 is 14:00, 14:00 stays."""
    return at.replace(hour=at.hour + NOON) if at.hour < NOON else at


@lru_cache(maxsize=4096)
def read_clock(text: str) -> time | None:
    """One time: 10:00, 午後1時半, 正午; 午前0時30分 is 0:30, 24:00 is midnight of the day's end."""
    match = _CLOCK.fullmatch(digits(plain(text)))
    if not match:
        return None
    if match.group("noon"):
        return time(12)
    hour = int(match.group("h"))
    minute = 30 if match.group("hf") else int(match.group("m") or match.group("m2") or 0)
    half = (match.group("half") or match.group("after") or "").lower().replace(".", "")
    if half in _AFTERNOON and hour < NOON:
        hour += NOON
    if half.endswith(("昼", "ひる")) and hour < 6:  # noqa: PLR2004 - お昼1時 is 13:00, お昼11時 is 11:00
        hour += NOON
    if hour == _MAX_HOUR and minute == 0:
        return time(23, 59)
    return time(hour, minute) if hour < _MAX_HOUR and minute < 60 else None  # noqa: PLR2004


def typed_time(value: object) -> time | None:
    """The time inside a spreadsheet's own value: a time, a moment, a fraction of a day, 1700."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 < value < 1:
            minutes = round(value * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
        hour, minute = divmod(int(value), 100)
        ok = value == int(value) and 100 <= value <= 2400 and hour < _MAX_HOUR and minute < 60  # noqa: PLR2004
        return time(hour, minute) if ok else None
    return None
