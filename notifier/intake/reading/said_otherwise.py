"""Ways of naming days that mean a plain list of days: a change, a digit days end with, 次回は."""

import re

from notifier.intake.reading.plain import digits, plain

_WEEKDAY = r"(?:\s*\([^()\d]{1,6}\)|\s*[月火水木金土日]曜日?)?"
_CHANGED = re.compile(
    rf"(?P<month>\d{{1,2}})月\s*(?P<old>\d{{1,2}})日?{_WEEKDAY}\s*(?:→|⇒|➡|から)\s*"
    rf"(?:(?P<later>\d{{1,2}})月\s*)?(?P<new>\d{{1,2}})日(?P<weekday>{_WEEKDAY})\s*(?:に|へ)?\s*"
    r"(?:日程)?変更(?:に?なり(?:ました|ます)|し(?:ました|ます)|となり(?:ました|ます))?[。!]?"
)
# Only these: whether 31日 is a day with a 1 or a 3, and 20日 one with a 2, people tell differently.
_ENDING = re.compile(r"(?:毎月\s*)?(?P<digit>[4-9])の[付つ]く日")
_NEXT = re.compile(r"^\s*次回(?:の(?:開催|日程)(?:日)?)?\s*(?:は|:|、)?\s*(?=\d)")


def plainly(text: str) -> str:
    """``text`` with these ways written out; as it came where there is none of them."""
    folded = digits(plain(text))
    out = _NEXT.sub("", _ENDING.sub(_listed, _CHANGED.sub(_moved, folded)))
    return text if out == folded else out


def _moved(match: re.Match[str]) -> str:
    """「3月5日→8日に変更」 is 3月8日. A smaller day without a month may be of the next one: left."""
    later = match["later"]
    if not later and int(match["new"]) <= int(match["old"]):
        return match.group()
    return f"{later or match['month']}月{match['new']}日{match['weekday']}"


def _listed(match: re.Match[str]) -> str:
    """「8のつく日」 is 毎月8日、18日、28日."""
    digit = match["digit"]
    return f"毎月{digit}日、1{digit}日、2{digit}日"
