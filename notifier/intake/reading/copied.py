"""Dates and times in a running text or a title that are not the item's own: copied and forgotten.

Only what plainly speaks of the event counts. Dates of applications, of rain and of next times are
no contradiction, and a text that names the item's day among others is a list.
"""

import re
from datetime import date, time

from notifier.intake.reading.clocks import CLOCK, afternoon, read_clock
from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.weekdays import NAMES

_DAY = r"\d{1,2}月\s*\d{1,2}日"
_TELLS = re.compile(rf"(?P<day>{_DAY})\s*\([{NAMES}][^()]{{0,4}}\)\s*(?:は|の|に|、|開催|$)")
_OTHERWISE = re.compile(
    r"申|締|受付|必着|予約|抽選|応募|発売|次回|前回|雨|荒天|予備|延期|順延|生まれ|公開|配信|結果|発表|掲載|更新|現在|時点|以降|開設|施行|最終日|初日|から|まで|~|中止|変更|発送|連絡"
)
_MONTH_OF = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月の[^。\n\d]{0,20}は[、\s]*(?P<days>\d{1,2}日?(?:\([^()]*\))?(?:[・、,と\s]+\d{1,2}日(?:\([^()]*\))?)+|\d{1,2}日(?:\([^()]*\))?)\s*(?:です|に|。|$)"
)
_BEGINS = re.compile(
    rf"(?P<before>[^。\n]{{0,16}})(?P<at>{CLOCK})\s*(?:から|より|に)?\s*(?:始ま|開始|スタート|はじま|開演)"
)
_BEGINS_AT = re.compile(rf"(?P<before>)開演\s*[:は]?\s*(?P<at>{CLOCK})")
_NOT_THE_EVENT = re.compile(
    r"受付|申|予約|電話|販売|配布|整理券|開場|集合|放送|配信|上映|投票|抽選|終了"
)
_IN_TITLE = re.compile(rf"{_DAY}|(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/年])")
_WEEKDAY_TITLE = re.compile(rf"(?<![{NAMES}・~])(?P<day>[{NAMES}])曜(?!.*[{NAMES}]曜)")


def other_days(text: str, days: tuple[date, ...]) -> str:
    """A question when ``text`` (plain) tells days of the event, and none of them is one of ``days``."""
    match = _MONTH_OF.search(text)
    if match:
        month = int(match.group("month"))
        named = {int(n) for n in re.findall(r"(\d{1,2})日?(?=\D|$)", match.group("days"))}
        if not any(d.month == month and d.day in named for d in days):
            return _ask(match.group().strip(), days)
    own = {(d.month, d.day) for d in days}
    told: list[tuple[str, tuple[int, int]]] = []
    for sentence in re.split(r"[。\n☆★♪◎※]", text):
        if _OTHERWISE.search(sentence):
            continue
        for found in _TELLS.finditer(sentence):
            month, day = (int(n) for n in re.findall(r"\d+", found.group("day")))
            told.append((found.group().strip(), (month, day)))
    if told and not any(day in own for _, day in told):
        return _ask(told[0][0], days)
    return ""


def other_start(text: str, starts: tuple[time, ...]) -> str:
    """A question when ``text`` (plain) says that it begins at another time."""
    for match in (*_BEGINS.finditer(text), *_BEGINS_AT.finditer(text)):
        at = read_clock(match.group("at"))
        if at is None or _NOT_THE_EVENT.search(match.group("before")):
            continue
        if starts and at not in starts and afternoon(at) not in starts:
            return (
                f"文章には「{match.group('at').strip()}」に始まるとありますが、時刻の欄は"
                f"{starts[0]:%H:%M}です。どちらが正しいですか。"
            )
    return ""


def title_days(title: str, days: tuple[date, ...], last: date) -> str:
    """A question when a title names a day, or a weekday, that the item does not have."""
    found = _IN_TITLE.search(title)
    if found and days:
        tokens = cut(found.group()).days
        named = tokens and (tokens[0].month, tokens[0].day)
        inside = any((d.month, d.day) == named for d in (*days, last))
        if named and not inside and not _OTHERWISE.search(title):
            return _ask(found.group(), days)
    weekday = _WEEKDAY_TITLE.search(title)
    if weekday and days and any(d.weekday() != NAMES.index(weekday.group("day")) for d in days):
        return f"行事名に「{weekday.group()}」とありますが、ほかの曜日の日にちがあります。日にちは正しいですか。"
    return ""


def _ask(words: str, days: tuple[date, ...]) -> str:
    names = "、".join(f"{d.month}月{d.day}日" for d in days[:4])
    return f"「{words}」とありますが、日付の欄は{names}です。どちらが正しいですか。"
