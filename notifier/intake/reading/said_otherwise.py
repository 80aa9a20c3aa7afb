"""Ways of naming days that mean a plain list of days: a change, a digit days end with, 次回は."""

import re

from notifier.intake.reading.plain import digits, plain

_WEEKDAY = r"(?:\s*\([^()\d]{1,6}\)|\s*[月火水木金土日]曜日?)?"
_CHANGED = re.compile(
    rf"(?P<month>\d{{1,2}})月\s*(?P<old>\d{{1,2}})日?{_WEEKDAY}\s*(?:→|⇒|➡|から)\s*"
    rf"(?:(?P<later>\d{{1,2}})月\s*)?(?P<new>\d{{1,2}})日(?P<weekday>{_WEEKDAY})\s*(?:に|へ)?\s*"
    r"(?:日程)?変更(?:に?なり(?:ました|ます)|し(?:ました|ます)|となり(?:ました|ます))?[。!]?"
)
# Only 4 to 9 without a list: whether 31日 is a day with a 1 or a 3, and 20日 one with a 2, people tell differently.
_ENDING = re.compile(
    r"(?<![\d・、,と~])(?:毎月\s*)?「?(?P<digit>\d)」?の[付つ]く日\s*(?:\((?P<list>\d{1,2}日?(?:[・、,]\d{1,2}日?)+)\))?"
)
_PLAIN_DIGITS = "456789"
_MONTH_HEAD = re.compile(
    r"^\s*(\d{1,2})月の?(?:活動|開催|開放)?(?:予定|日程|開催日|活動日|開放日|スケジュール|カレンダー)\s*[:は】]?[\s・●◎○]*(?=\d{1,2}日)"
)
_OTHER_LINES = re.compile(
    r"^\s*(?:と\s*こ\s*ろ|場\s*所|会\s*場|も\s*ち\s*も\s*の|持\s*ち?\s*物|対\s*象|定\s*員|参加費|費用|内\s*容|講\s*師|主\s*催)\s*[:].*$",
    re.M,
)
_WHEN_LABEL = re.compile(r"^\s*と\s*き\s*:", re.M)
_NEXT = re.compile(r"^\s*次回(?:の(?:開催|日程)(?:日)?)?\s*(?:は|:|、)?\s*(?=\d)")


def plainly(text: str) -> str:
    """``text`` with these ways written out; as it came where there is none of them."""
    folded = digits(plain(text))
    out = _NEXT.sub("", _ENDING.sub(_listed, _CHANGED.sub(_moved, folded)))
    out = _MONTH_HEAD.sub(r"\1月", out)
    if "\n" in out:
        out = _WHEN_LABEL.sub("", _OTHER_LINES.sub("", out)).strip()
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
    if match["list"]:
        days = re.findall(r"\d+", match["list"])
        return f"毎月{'日、'.join(days)}日" if all(digit in day for day in days) else match.group()
    if digit not in _PLAIN_DIGITS:
        return match.group()
    return f"毎月{digit}日、1{digit}日、2{digit}日"
